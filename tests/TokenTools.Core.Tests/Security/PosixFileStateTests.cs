using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Kind, permissions and identity of files on Linux and macOS.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PosixFileStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [LinuxFact]
    public async Task Read_FileAndLink_AreAsTheSystemsOwnProgramSays()
    {
        var file = Create("file", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var link = File.CreateSymbolicLink(InFolder("link"), "file").FullName;

        Assert.Equal(await StatAsync(file), Describe(PosixFileState.Read(file)));
        Assert.Equal(await StatAsync(file), Describe(PosixFileState.Read(link)));
        Assert.Equal(await StatAsync(link), Describe(PosixFileState.ReadLink(link)));
        using var open = File.OpenRead(link);
        Assert.Equal(await StatAsync(file), Describe(PosixFileState.Read(open.SafeFileHandle)));
        Assert.True(PosixFileState.ReadLink(link)!.Value.IsLink);
        Assert.Equal("file", PosixFileState.TargetOf(link));
        Assert.Null(PosixFileState.TargetOf(file));
    }

    [PosixTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherExecute, false)]
    public void IsPrivateFile_Target_Counts(UnixFileMode mode, bool expected)
    {
        var file = Create("file", mode);
        var link = File.CreateSymbolicLink(InFolder("link"), file).FullName;

        Assert.Equal(expected, PosixFileState.Read(file)!.Value.IsPrivateFile);
        Assert.Equal(expected, PosixFileState.Read(link)!.Value.IsPrivateFile);
        Assert.False(PosixFileState.ReadLink(link)!.Value.IsPrivateFile);
    }

    [PosixFact]
    public void IsSameFile_ReplacedFile_IsFalse()
    {
        var path = Create("file", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var open = File.OpenRead(path);
        var before = PosixFileState.Read(open.SafeFileHandle)!.Value;
        Assert.True(before.IsSameFile(PosixFileState.ReadLink(path)));

        File.Delete(path);
        Assert.False(before.IsSameFile(PosixFileState.ReadLink(path)));
        Create("file", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.False(before.IsSameFile(PosixFileState.ReadLink(path)));
    }

    [PosixFact]
    public void IsSpecial_MissingFileOrLinkWithoutTarget_IsFalse()
    {
        Assert.False(PosixFileState.IsSpecial(InFolder("missing")));
        Assert.False(PosixFileState.IsSpecial(File.CreateSymbolicLink(InFolder("link"), InFolder("missing")).FullName));
        Assert.True(PosixFileState.IsSpecial(_folder.FullName));
        Assert.True(PosixFileState.IsSpecial("/dev/null"));
    }

    // sys/stat.h of macOS, struct stat64: dev, mode, nlink, ino, uid, gid, rdev, four times of 16 bytes, size.
    [Theory]
    [InlineData(0x8180, true)]
    [InlineData(0x81A4, false)]
    [InlineData(0xA180, false)]
    [InlineData(0x1180, false)]
    public void FromDarwin_Structure_IsRead(int mode, bool isPrivate)
    {
        var structure = new byte[144];
        BitConverter.GetBytes(16777232).CopyTo(structure, 0);
        BitConverter.GetBytes((ushort)mode).CopyTo(structure, 4);
        BitConverter.GetBytes((ushort)1).CopyTo(structure, 6);
        BitConverter.GetBytes(12345678901UL).CopyTo(structure, 8);
        BitConverter.GetBytes(501).CopyTo(structure, 16);
        BitConverter.GetBytes(1764316800L).CopyTo(structure, 48);
        BitConverter.GetBytes(999L).CopyTo(structure, 56);
        BitConverter.GetBytes(36L).CopyTo(structure, 96);

        var state = PosixFileState.FromDarwin(structure);

        Assert.Equal(new PosixFileState(mode, 501, 16777232, 12345678901, 36, 1764316800, 999), state);
        Assert.Equal(isPrivate, state.IsPrivateFile);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    public void FromLinux_KindOrPermissionsUnknown_IsNull(uint mask)
    {
        var structure = new byte[256];
        BitConverter.GetBytes(mask).CopyTo(structure, 0);
        BitConverter.GetBytes((ushort)0x8180).CopyTo(structure, 28);

        Assert.Null(PosixFileState.FromLinux(structure));
    }

    [PosixFact]
    public void Kind_FileFolderLinkOrSocket_IsOneOfThem()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(InFolder("socket")));
        Create("file", UnixFileMode.UserRead);
        File.CreateSymbolicLink(InFolder("link"), "file");

        Assert.Equal((true, false, false, false), KindOf("file"));
        Assert.Equal((false, true, false, false), KindOf(string.Empty));
        Assert.Equal((false, false, true, false), KindOf("link"));
        Assert.Equal((false, false, false, true), KindOf("socket"));

        (bool IsFile, bool IsFolder, bool IsLink, bool IsSocket) KindOf(string name)
        {
            var state = PosixFileState.ReadLink(InFolder(name))!.Value;
            return (state.IsFile, state.IsFolder, state.IsLink, state.IsSocket);
        }
    }

    [PosixFact]
    public void IsOwnFolder_FileLinkOrMissing_IsFalse()
    {
        Create("file", UnixFileMode.UserRead);
        File.CreateSymbolicLink(InFolder("link"), _folder.FullName);

        Assert.True(PosixFileState.IsOwnFolder(_folder.FullName));
        Assert.False(PosixFileState.IsOwnFolder(InFolder("file")));
        Assert.False(PosixFileState.IsOwnFolder(InFolder("link")));
        Assert.False(PosixFileState.IsOwnFolder(InFolder("missing")));
    }

    private static async Task<string> StatAsync(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["--format", "%f %u %Hd %Ld %i %s %Y", path]) { RedirectStandardOutput = true })!;
        var text = await stat.StandardOutput.ReadToEndAsync();
        await stat.WaitForExitAsync();
        var parts = text.Trim().Split(' ');
        return string.Join(' ', parts.Prepend(int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)).Where(static (_, i) => i != 1));
    }

    private static string Describe(PosixFileState? state) => state is { } known
        ? FormattableString.Invariant($"{known.Mode} {known.User} {known.Device >> 32} {(uint)known.Device} {known.Inode} {known.Length} {known.ModifiedSeconds}")
        : "unknown";

    private string Create(string name, UnixFileMode mode)
    {
        var path = InFolder(name);
        File.WriteAllText(path, "token");
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
