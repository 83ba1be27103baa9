using System;
using System.IO;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The file of --output-file, which only its owner can read, from its creation on.</summary>
/// <remarks>
/// It gets its name once the result is complete. With several results, that is the first one: if the process is killed, what was issued
/// before is not lost.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly OwnerOnlyFile.PendingFile _file;

    private OutputFile(OwnerOnlyFile.PendingFile file) => _file = file;

    /// <summary>Creates the file. An existing file is not changed yet.</summary>
    /// <exception cref="TokenArgumentException">It cannot be created.</exception>
    public static OutputFile Open(CommandContext context) => new(new OwnerOnlyFile().Open(
        context.Parsed.GetValue(context.Common.OutputFile)!, replace: true, nameof(CommonOptions.OutputFile)));

    /// <summary>Writes a result, after which the file has its name.</summary>
    /// <param name="write">Writes the text.</param>
    /// <param name="result">The result.</param>
    /// <exception cref="TokenArgumentException">The result does not have the requested form.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(Action<TextWriter> write, CommandResult result)
    {
        using var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" })
        {
            write(text);
        }

        try
        {
            _file.Write(stream => stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length));
            _file.Publish();
        }
        catch (TokenArgumentException error)
        {
            throw new OutputException(error.Message.TrimEnd('.'), result.Issued);
        }
        finally
        {
            Array.Clear(buffer.GetBuffer());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
