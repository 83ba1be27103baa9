using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace TokenTools.Rows;

/// <summary>Reads rows of comma-separated values with a header (RFC 4180), as Import-Csv does.</summary>
/// <remarks>
/// Blank lines, and the line <c>#TYPE</c> of Windows PowerShell before the header, are skipped. A row may have fewer values than the header;
/// more are an error, because a value would be ignored.
/// </remarks>
internal sealed class CsvReader
{
    /// <summary>The key of the setting with the file.</summary>
    public const string Key = "Csv";

    private static readonly char[] OtherDelimiters = [';', '\t', '|'];

    private readonly TextReader _reader;
    private int _line;

    /// <param name="reader">The text. The caller disposes it.</param>
    /// <exception cref="TokenArgumentException">There is no header, a column occurs twice, or the delimiter is not a comma.</exception>
    public CsvReader(TextReader reader)
    {
        _reader = reader;
        var header = ReadRecord() ?? throw new TokenArgumentException(Key, nameof(Messages.CsvEmpty));
        if (header[0].StartsWith("#TYPE", StringComparison.Ordinal))
        {
            header = ReadRecord() ?? throw new TokenArgumentException(Key, nameof(Messages.CsvEmpty));
        }

        Header = header.ConvertAll(static name => name.Trim());
        if (Header.Count == 1 && Array.Find(OtherDelimiters, delimiter => Header[0].IndexOf(delimiter) >= 0) is not '\0' and var found)
        {
            throw new TokenArgumentException(Key, nameof(Messages.CsvDelimiter), found == '\t' ? "a tab" : "'" + found + "'");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Header)
        {
            if (name.Length > 0 && !names.Add(name))
            {
                throw new TokenArgumentException(Key, nameof(Messages.CsvColumnTwice), name);
            }
        }
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Reads the next row as values by column; null at the end. Missing values are empty.</summary>
    /// <exception cref="TokenArgumentException">A row has too many values, or a quotation mark is not closed.</exception>
    public IReadOnlyDictionary<string, string>? Read()
    {
        if (ReadRecord() is not { } values)
        {
            return null;
        }

        if (values.Count > Header.Count)
        {
            throw new TokenArgumentException(Key, nameof(Messages.CsvTooManyValues), _line, values.Count, Header.Count);
        }

        var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Header.Count; i++)
        {
            row[Header[i]] = i < values.Count ? values[i] : string.Empty;
        }

        return row;
    }

    // The values of the next line that is not blank; null at the end. A quoted value may contain line ends.
    private List<string>? ReadRecord()
    {
        string? line;
        do
        {
            line = ReadLine();
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));

        if (line is null)
        {
            return null;
        }

        var values = new List<string>();
        var value = new StringBuilder();
        var quoted = false;
        var start = _line;
        for (var i = 0; ; i++)
        {
            if (i == line.Length)
            {
                if (!quoted)
                {
                    values.Add(value.ToString());
                    return values;
                }

                value.Append('\n');
                line = ReadLine() ?? throw new TokenArgumentException(Key, nameof(Messages.CsvQuoteOpen), start);
                i = -1;
            }
            else if (quoted)
            {
                if (line[i] != '"')
                {
                    value.Append(line[i]);
                }
                else if (i + 1 < line.Length && line[i + 1] == '"')
                {
                    value.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (line[i] == ',')
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else if (line[i] == '"' && value.Length == 0)
            {
                quoted = true;
            }
            else
            {
                value.Append(line[i]);
            }
        }
    }

    private string? ReadLine()
    {
        try
        {
            _line++;
            return _reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new TokenArgumentException(Key, nameof(Messages.CsvNotUnicode), _line);
        }
    }
}
