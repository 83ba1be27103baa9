using System.IO;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>Writes what it receives to another stream, with a mask instead of each secret. Line ends within a secret are kept.</summary>
/// <remarks>Disposing of it writes what was kept back, and leaves the other stream open.</remarks>
internal sealed class MaskingStream : WriteOnlyStream
{
    private readonly SecretStreamMatcher _matcher;
    private readonly MaskWriter _writer;

    /// <param name="parts">The secrets.</param>
    /// <param name="output">The other stream.</param>
    public MaskingStream(SecretParts parts, Stream output)
    {
        _writer = new MaskWriter(output);
        _matcher = new SecretStreamMatcher(parts, _writer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _matcher.Write(buffer, offset, count);

    /// <summary>Writes, because nothing follows for now, what is not probably the start of a secret.</summary>
    public override void Flush()
    {
        _matcher.Flush();
        _writer.Output.Flush();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _matcher.Complete();
            _writer.Output.Flush();
        }

        base.Dispose(disposing);
    }

    private sealed class MaskWriter(Stream output) : ISecretSink
    {
        private static readonly byte[] Mask = Encoding.ASCII.GetBytes(Redactor.Mask);

        // As long, in an odd number of bytes, as what it replaces: the zero beside the first or the last character is not replaced.
        private static readonly byte[] Utf16Mask = Encoding.ASCII.GetBytes(string.Join("\0", Redactor.Mask.ToCharArray()));

        private readonly MemoryStream _space = new();
        private bool _isMasked;
        private bool _isStarted;

        public Stream Output => output;

        public void Pass(byte[] buffer, int offset, int count)
        {
            EndSegment();
            output.Write(buffer, offset, count);
        }

        public void Withhold(byte[] buffer, int offset, int count)
        {
            for (var i = offset; i < offset + count; i++)
            {
                var value = buffer[i];
                if (_isStarted)
                {
                    // In UTF-16, a zero follows the first character.
                    WriteMask(isUtf16: value == 0);
                }

                if (value is (byte)'\n' or (byte)'\r')
                {
                    EndSegment();
                    output.WriteByte(value);
                }
                else if (value is 0 or (byte)' ' or (byte)'\t')
                {
                    // It may be at the end of a line.
                    _space.WriteByte(value);
                }
                else if (_isMasked)
                {
                    _space.SetLength(0);
                }
                else
                {
                    WriteSpace();
                    _isStarted = true;
                }
            }
        }

        public void Found(SecretMatch match) => EndSegment();

        private void WriteMask(bool isUtf16)
        {
            output.Write(isUtf16 ? Utf16Mask : Mask, 0, isUtf16 ? Utf16Mask.Length : Mask.Length);
            _isStarted = false;
            _isMasked = true;
        }

        private void EndSegment()
        {
            if (_isStarted)
            {
                WriteMask(isUtf16: false);
            }

            WriteSpace();
            _isMasked = false;
        }

        private void WriteSpace()
        {
            _space.WriteTo(output);
            _space.SetLength(0);
        }
    }
}
