using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenTools.Processes;

/// <summary>Finds a program by its name, as shells do: in the folders of PATH only.</summary>
/// <remarks>
/// CreateProcess, and .NET on any system, search the folders of this program and of the caller first
/// (https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw, lpCommandLine;
/// dotnet/runtime:src/libraries/System.Diagnostics.Process/src/System/Diagnostics/Process.Unix.cs, ResolvePath). A file in a downloaded
/// folder would get the secrets instead of the program that was named.
/// </remarks>
internal static class CommandPath
{
    // unistd.h
    private const int Executable = 1;

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // CreateProcess appends the first to a name without an extension. Scripts have to be named with their extension.
    private static readonly string[] WindowsExtensions = [".exe", ".com"];

    /// <summary>The path of a program; a name that contains a folder as it is; null if there is no such program.</summary>
    /// <param name="name">The name or the path.</param>
    /// <param name="folders">The value of PATH; null for none.</param>
    public static string? Find(string name, string? folders)
    {
        if (name.IndexOf('/') >= 0 || (IsWindows && name.IndexOfAny(['\\', ':']) >= 0))
        {
            return name;
        }

        return (folders ?? string.Empty).Split(Path.PathSeparator)
            .Select(static folder => IsWindows ? folder.Trim().Trim('"') : folder)
            // POSIX takes an empty one for the current folder, which is rarely intended.
            .Where(static folder => folder.Length > 0 && folder.IndexOfAny(Path.GetInvalidPathChars()) < 0)
            .SelectMany(folder => FileNames(name).Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(IsProgram);
    }

    private static IEnumerable<string> FileNames(string name) =>
        !IsWindows ? [name] : Path.HasExtension(name) ? [name, name + ".exe"] : WindowsExtensions.Select(extension => name + extension);

    private static bool IsProgram(string path) =>
        File.Exists(path) && (IsWindows || Access(Encoding.UTF8.GetBytes(path + "\0"), Executable) == 0);

    [DllImport("libc", EntryPoint = "access")]
    private static extern int Access(byte[] path, int mode);
}
