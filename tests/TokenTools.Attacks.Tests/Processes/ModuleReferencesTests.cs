using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Processes;

/// <summary>
/// Only Invoke-TokenCommand starts a program, which gets secrets by its environment and not by the module's: the module sets no variable.
/// </summary>
public sealed class ModuleReferencesTests
{
    [Theory]
    [InlineData("TokenTools.PowerShell.dll", false)]
    [InlineData("TokenTools.Core.dll", true)]
    [InlineData("TokenTools.Sandbox.dll", false)]
    public void Module_Assembly_CallsNeitherProcessNorSetEnvironmentVariable(string assembly, bool startsCommands)
    {
        var path = Path.Combine(Path.GetDirectoryName(Repository.ModuleManifest)!, "bin", assembly);
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var members = Members(image.GetMetadataReader()).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("System.String.Concat", members);
        Assert.DoesNotContain("System.Environment.SetEnvironmentVariable", members);
        Assert.Equal(startsCommands, members.Any(static member => member.StartsWith("System.Diagnostics.Process.", StringComparison.Ordinal)
            || member.StartsWith("System.Diagnostics.ProcessStartInfo.", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Members(MetadataReader reader) => reader.MemberReferences
        .Select(reader.GetMemberReference)
        .Where(static member => member.Parent.Kind == HandleKind.TypeReference)
        .Select(member => (Type: reader.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
        .Select(member => reader.GetString(member.Type.Namespace) + "." + reader.GetString(member.Type.Name) + "." + reader.GetString(member.Name));
}
