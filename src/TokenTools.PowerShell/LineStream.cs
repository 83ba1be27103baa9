using System;
using System.IO;
using System.Text;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Separates the text that is written to it into lines, in UTF-8.</summary>
/// <param name="onLine">Gets each line without its end, and the rest when the stream is closed.</param>
internal sealed class LineStream(Action<string> onLine) : WriteOnlyStream
{
    private readonly MemoryStream _line = new();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        for (int next; (next = Array.IndexOf(buffer, (byte)'\n', offset, count)) >= 0; count -= next + 1 - offset, offset = next + 1)
        {
            _line.Write(buffer, offset, next - offset);
            End();
        }

        _line.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _line.Length > 0)
        {
            End();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        var length = (int)_line.Length;
        var bytes = _line.GetBuffer();
        onLine(Encoding.UTF8.GetString(bytes, 0, length > 0 && bytes[length - 1] == '\r' ? length - 1 : length));
        _line.SetLength(0);
    }
}
