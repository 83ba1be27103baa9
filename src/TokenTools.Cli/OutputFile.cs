using System;
using System.IO;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The file of --output-file, which only its owner can read, from its creation on.</summary>
/// <remarks>
/// It gets its name once the result is complete. With several results, it gets its name with the first one: if the process is
/// killed, what was issued before is not lost. If it cannot get its name, it gets another one.
/// </remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly OwnerOnlyFile.PendingFile _file;

    private OutputFile(OwnerOnlyFile.PendingFile file) => _file = file;

    /// <summary>The full path.</summary>
    public string Path => _file.Path;

    /// <summary>Creates the file. An existing file is not changed yet.</summary>
    /// <param name="path">The path.</param>
    /// <param name="replace">Whether an existing file is replaced.</param>
    /// <exception cref="TokenArgumentException">It cannot be created, or exists.</exception>
    public static OutputFile Open(string path, bool replace) =>
        new(new OwnerOnlyFile(nameof(CommonOptions.OutputFile), nameof(CommonOptions.Overwrite)).Open(path, replace));

    /// <summary>Writes a result, after which the file has its name.</summary>
    /// <param name="write">Writes the text.</param>
    /// <param name="result">The result.</param>
    /// <returns>The message that the file got another name; null if not, and after further results.</returns>
    /// <exception cref="TokenArgumentException">The result does not have the requested form.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public MessageText? Write(Action<TextWriter> write, CommandResult result)
    {
        using var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" })
        {
            write(text);
        }

        try
        {
            _file.Write(stream => stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length));
            return _file.PublishOrKeep();
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
