using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Processes;

/// <summary>The module starts no program and sets no environment variable, so that no other process can be given a secret.</summary>
public sealed class ModuleReferencesTests
{
    [Theory]
    [InlineData("TokenTools.PowerShell.dll")]
    [InlineData("TokenTools.Core.dll")]
    [InlineData("TokenTools.Sandbox.dll")]
    public void Module_Assembly_CallsNeitherProcessNorSetEnvironmentVariable(string assembly)
    {
        var path = Path.Combine(Path.GetDirectoryName(Repository.ModuleManifest)!, "bin", assembly);
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var members = Members(image.GetMetadataReader()).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("System.String.Concat", members);
        Assert.DoesNotContain(members, static member => member.StartsWith("System.Diagnostics.Process.", StringComparison.Ordinal)
            || member.StartsWith("System.Diagnostics.ProcessStartInfo.", StringComparison.Ordinal)
            || member == "System.Environment.SetEnvironmentVariable");
    }

    private static IEnumerable<string> Members(MetadataReader reader) => reader.MemberReferences
        .Select(reader.GetMemberReference)
        .Where(static member => member.Parent.Kind == HandleKind.TypeReference)
        .Select(member => (Type: reader.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
        .Select(member => reader.GetString(member.Type.Namespace) + "." + reader.GetString(member.Type.Name) + "." + reader.GetString(member.Name));
}
