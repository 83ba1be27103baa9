using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Processes;

/// <summary>
/// Only Invoke-TokenCommand starts a program, which gets secrets by its environment and not by the module's: the module sets no variable,
/// except the folder for temporary files while Find-SecretLeak runs a script block.
/// </summary>
public sealed class ModuleReferencesTests
{
    [Theory]
    [InlineData("TokenTools.PowerShell.dll", false, "LeakFolder", "LeakRun")]
    [InlineData("TokenTools.Core.dll", true)]
    [InlineData("TokenTools.Sandbox.dll", false)]
    public void Module_Assembly_CallsNeitherProcessNorSetEnvironmentVariable(string assembly, bool startsCommands, params string[] settingTypes)
    {
        var path = Path.Combine(Path.GetDirectoryName(Repository.ModuleManifest)!, "bin", assembly);
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var members = Members(image.GetMetadataReader()).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("System.String.Concat", members);
        Assert.Equal(settingTypes, Callers(image, "SetEnvironmentVariable"));
        Assert.Equal(startsCommands, members.Any(static member => member.StartsWith("System.Diagnostics.Process.", StringComparison.Ordinal)
            || member.StartsWith("System.Diagnostics.ProcessStartInfo.", StringComparison.Ordinal)));
    }

    // The types whose methods call a method of that name.
    private static IEnumerable<string> Callers(PEReader image, string name)
    {
        var reader = image.GetMetadataReader();
        var calls = reader.MemberReferences
            .Where(member => reader.GetString(reader.GetMemberReference(member).Name) == name)
            .Select(static member => new[] { (byte)0x28 }.Concat(BitConverter.GetBytes(MetadataTokens.GetToken(member))).ToArray())
            .ToList();
        return reader.TypeDefinitions
            .Where(type => reader.GetTypeDefinition(type).GetMethods()
                .Select(reader.GetMethodDefinition)
                .Where(static method => method.RelativeVirtualAddress != 0)
                .Select(method => image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes())
                .Any(code => calls.Exists(call => code.AsSpan().IndexOf(call) >= 0)))
            .Select(type => reader.GetString(reader.GetTypeDefinition(type).Name))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Members(MetadataReader reader) => reader.MemberReferences
        .Select(reader.GetMemberReference)
        .Where(static member => member.Parent.Kind == HandleKind.TypeReference)
        .Select(member => (Type: reader.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
        .Select(member => reader.GetString(member.Type.Namespace) + "." + reader.GetString(member.Type.Name) + "." + reader.GetString(member.Name));
}
