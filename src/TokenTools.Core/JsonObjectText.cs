using System.Globalization;
using System.Text;

namespace TokenTools;

/// <summary>Writes a JSON object of texts and numbers on one line, with the escapes that Newtonsoft.Json writes.</summary>
/// <remarks>Loading that library takes longer than creating a token without a service.</remarks>
internal sealed class JsonObjectText
{
    private readonly StringBuilder _text = new("{");

    /// <summary>Adds a member.</summary>
    public JsonObjectText Add(string name, string value)
    {
        AppendName(name);
        AppendText(value);
        return this;
    }

    /// <summary>Adds a member.</summary>
    public JsonObjectText Add(string name, int value)
    {
        AppendName(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>The object.</summary>
    public override string ToString() => _text + "}";

    private void AppendName(string name)
    {
        if (_text.Length > 1)
        {
            _text.Append(',');
        }

        AppendText(name);
        _text.Append(':');
    }

    private void AppendText(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => _text.Append('\\').Append(c),
                '\b' => _text.Append("\\b"),
                '\t' => _text.Append("\\t"),
                '\n' => _text.Append("\\n"),
                '\f' => _text.Append("\\f"),
                '\r' => _text.Append("\\r"),
                // Line ends for JavaScript and for Unicode.
                < ' ' or '\u0085' or '\u2028' or '\u2029' =>
                    _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
