using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using NuGet.Versioning;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>The version of the command line's package, in repositories with the files that it depends on.</summary>
public sealed class ToolPackageVersionTests : IDisposable
{
    private const string Project = "src/TokenTools.Cli/TokenTools.Cli.csproj";

    private static readonly string[] Files =
        [Project, "Directory.Build.props", "Directory.Packages.props", "TokenTools.psd1", "src/Directory.Build.props", "global.json"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tokentools-version").FullName;

    private string? _committed;

    public ToolPackageVersionTests()
    {
        foreach (var file in Files)
        {
            var copy = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy);
        }
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            // Git's objects are read-only, which Windows does not delete.
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Package_OfEachCommit_HasAHigherPreReleaseVersion()
    {
        await CommitAsync("2026-11-27T08:00:00Z");
        var first = await VersionAsync();
        await CommitAsync("2026-11-27T21:00:00Z");
        var second = await VersionAsync();
        await GitAsync("tag", "v" + first.ToNormalizedString().Split('-')[0]);
        var released = await VersionAsync();

        Assert.True(first.IsPrerelease && second.IsPrerelease);
        Assert.True(second > first, first + ", " + second);
        Assert.True(released > second, second + ", " + released);
        Assert.False(released.IsPrerelease);
    }

    [Fact]
    public async Task Package_WithoutRepository_HasTheManifestsVersion()
    {
        Assert.Equal(new Package.ModuleManifest(Repository.ModuleManifest).Version, (await VersionAsync()).ToString());
    }

    private async Task CommitAsync(string time)
    {
        _committed = time;
        await GitAsync("init", "--quiet");
        await GitAsync("add", ".");
        await GitAsync(
            "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false",
            "commit", "--quiet", "--allow-empty", "--message", "Commit");
    }

    private Task<string> GitAsync(params string[] arguments) => RunAsync("git", arguments);

    private async Task<NuGetVersion> VersionAsync()
    {
        var output = await RunAsync(
            "dotnet", "msbuild", Project, "-t:SetPackageVersionOfCommit", "-getProperty:PackageVersion", "-getProperty:Version");
        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        Assert.Equal(properties.GetProperty("Version").GetString(), properties.GetProperty("PackageVersion").GetString());
        return NuGetVersion.Parse(properties.GetProperty("PackageVersion").GetString()!);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // No repository around the folder, and none that a hook's environment names.
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(_folder);
        start.Environment.Remove("GIT_DIR");
        start.Environment["GIT_COMMITTER_DATE"] = _committed;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
