using System;
using System.IO;

namespace TokenTools;

/// <summary>Describes why a file cannot be read, for messages that already name the file: an exception's text would repeat its path.</summary>
internal static class FileError
{
    /// <summary>The reason, as a clause.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="path">The path, which is not repeated.</param>
    public static MessageText ReasonOf(Exception error, string path) => new(error switch
    {
        _ when Directory.Exists(path) => nameof(Messages.FileIsFolder),
        FileNotFoundException or DirectoryNotFoundException => nameof(Messages.FileNotFound),
        UnauthorizedAccessException => nameof(Messages.FileAccessDenied),
        _ => nameof(Messages.FileUnreadable),
    });
}
