using System;
using System.IO;
using TokenTools.Processes;
using Xunit;

namespace TokenTools.Core.Tests.Processes;

/// <summary>The program that is started for a name.</summary>
public sealed class CommandPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_Name_IsTheFirstExecutableInPath()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var first = Create("first", UnixFileMode.UserRead);
        var second = Create("second", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Create("third", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(_folder, "zeroth", "tool"));
        var path = string.Join(':', Path.Combine(_folder, "zeroth"), Path.GetDirectoryName(first), string.Empty, Path.GetDirectoryName(second),
            Path.Combine(_folder, "third"));

        Assert.Equal(second, CommandPath.Find("tool", path));
        Assert.Null(CommandPath.Find("tool", Path.GetDirectoryName(first)));
        Assert.Null(CommandPath.Find("tool", null));
    }

    [Theory]
    [InlineData("./tool")]
    [InlineData("/usr/bin/tool")]
    [InlineData("folder/tool")]
    public void Find_Path_StaysAsItIs(string path) => Assert.Equal(path, CommandPath.Find(path, null));

    private string Create(string folder, UnixFileMode mode)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, "tool");
        File.WriteAllText(path, "#!/bin/sh");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}
