using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Kinds and permissions of files.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PosixFileKindTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokentools-kind-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxFact]
    public void Kinds_EachFile_AreDistinguished()
    {
        var file = File.Create(At("file"));
        file.Dispose();
        Assert.Equal(0, MakePipe(At("pipe"), 0x180));
        File.CreateSymbolicLink(At("to-file"), At("file"));
        File.CreateSymbolicLink(At("to-pipe"), At("pipe"));
        File.CreateSymbolicLink(At("to-nothing"), At("nothing"));
        Directory.CreateSymbolicLink(At("to-folder"), _folder);

        // A regular file; that or a link; something else, also behind a link; a folder of this user's, and no link to one.
        foreach (var (name, isFile, isFileOrLink, isSpecial, isOwnFolder) in new[]
        {
            ("file", true, true, false, false),
            ("pipe", false, false, true, false),
            ("to-file", false, true, false, false),
            ("to-pipe", false, true, true, false),
            ("to-nothing", false, true, false, false),
            ("to-folder", false, true, true, false),
            (".", false, false, true, true),
            ("nothing", false, false, false, false),
        })
        {
            Assert.Equal(
                (name, isFile, isFileOrLink, isSpecial, isOwnFolder),
                (name, PosixFileKind.IsFile(At(name)), PosixFileKind.IsFileOrLink(At(name)), PosixFileKind.IsSpecial(At(name)),
                    PosixFileKind.IsOwnFolder(At(name))));
        }

        Assert.True(PosixFileKind.IsSpecial("/dev/null"));
    }

    [LinuxFact]
    public void IsAccessibleToOthers_EachMode_IsTrueForGroupAndOthers()
    {
        File.WriteAllText(At("file"), "x");
        File.CreateSymbolicLink(At("link"), At("file"));
        for (var bit = 1; bit <= 0x100; bit <<= 1)
        {
            File.SetUnixFileMode(At("file"), (UnixFileMode)(bit | 0x100));

            Assert.Equal(bit < 0x40, PosixFileKind.IsAccessibleToOthers(At("file")));
            Assert.Equal(bit < 0x40, PosixFileKind.IsAccessibleToOthers(At("link")));
        }

        Assert.False(PosixFileKind.IsAccessibleToOthers(At("nothing")));
        Directory.CreateDirectory(At("folder"), (UnixFileMode)0x1FF);
        Assert.False(PosixFileKind.IsAccessibleToOthers(At("folder")));
    }

    private string At(string name) => Path.Combine(_folder, name);

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
