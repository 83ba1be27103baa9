using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>
/// Checks for Windows PowerShell 5.1 that do not require Windows: all members of netstandard that the assemblies use exist in the
/// reference assemblies of .NET Framework 4.7.2.
/// </summary>
public sealed class NetFrameworkTests : IDisposable
{
    private readonly MetadataLoadContext _framework = new(
        new PathAssemblyResolver(Directory.EnumerateFiles(Repository.NetFramework, "*.dll", SearchOption.AllDirectories)
            .GroupBy(static file => Path.GetFileName(file)!).Select(static same => same.First())),
        "mscorlib");

    public static TheoryData<string> Assemblies { get; } = ["TokenTools.Core", "TokenTools.Sandbox", "TokenTools.PowerShell", "Newtonsoft.Json"];

    public void Dispose() => _framework.Dispose();

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_Always_UsesOnlyMembersOfTheFramework(string name)
    {
        var missing = new List<string>();
        var found = 0;
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.ModuleBin, name + ".dll")));
        var reader = file.GetMetadataReader();
        var netstandard = _framework.LoadFromAssemblyName("netstandard");
        foreach (var handle in reader.TypeReferences)
        {
            if (NameOf(reader, handle) is { } type && netstandard.GetType(type) is null)
            {
                missing.Add(type);
            }
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            var parent = member.Parent.Kind switch
            {
                HandleKind.TypeReference => (TypeReferenceHandle)member.Parent,
                HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(new OpenType(), null),
                _ => default,
            };
            if (parent.IsNil || NameOf(reader, parent) is not { } typeName || netstandard.GetType(typeName) is not { } type)
            {
                continue;
            }

            var text = Describe(reader, member);
            if (Members(type).Contains(text))
            {
                found++;
            }
            else
            {
                missing.Add(typeName + ": " + text);
            }
        }

        Assert.True(found > 100, "Hardly anything was looked up: " + found);
        Assert.Empty(missing);
    }

    [NetFrameworkFact]
    public async Task Program_OnNetFramework_PassesItsChecks()
    {
        var vectors = Path.Combine(Repository.Root, "tests", "vectors");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(Repository.NetFrameworkProgram, [vectors])
            : new ProcessStartInfo(NetFrameworkFactAttribute.Mono!, [Repository.NetFrameworkProgram, vectors]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await errors);
        Assert.Matches("^(Mono|\\.NET Framework) .*: [1-9][0-9]+ checks passed", await output);
    }

    [Fact]
    public void MissingMember_OfTheFramework_IsFound()
    {
        var netstandard = _framework.LoadFromAssemblyName("netstandard");
        Assert.Null(netstandard.GetType("System.Threading.Channels.Channel"));
        Assert.Contains("Void .ctor(Byte[])", Members(netstandard.GetType("System.Security.Cryptography.HMACSHA256")!));
        Assert.DoesNotContain("Byte[] HashData(Byte[], Byte[])", Members(netstandard.GetType("System.Security.Cryptography.HMACSHA256")!));
    }

    [Theory]
    [InlineData("TokenTools.Core")]
    [InlineData("TokenTools.Sandbox")]
    [InlineData("TokenTools.PowerShell")]
    public void Assembly_Always_TargetsNetStandard20(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.ModuleBin, name + ".dll")));
        var reader = file.GetMetadataReader();
        Assert.Equal(
            [new Version(2, 0, 0, 0)],
            reader.AssemblyReferences.Select(reader.GetAssemblyReference)
                .Where(reference => reader.GetString(reference.Name) == "netstandard").Select(static reference => reference.Version));
    }

    [Fact]
    public void Assembly_Always_ReplacesNoProcessWideSetting()
    {
        // Windows PowerShell 5.1 may start without TLS 1.2, which must be added (|=) and not set, and with two connections per host.
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "TokenTools.Core", "Http", "HttpTransport.cs"));
        Assert.Contains("ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;", source, StringComparison.Ordinal);
        Assert.Contains("point.ConnectionLimit", source, StringComparison.Ordinal);
        Assert.DoesNotContain("DefaultConnectionLimit =", source, StringComparison.Ordinal);
        Assert.DoesNotContain("ServicePointManager.SecurityProtocol = ", source, StringComparison.Ordinal);
    }

    // The type's full name, if it is one of netstandard's.
    private static string? NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                return NameOf(reader, (TypeReferenceHandle)type.ResolutionScope) is { } outer ? outer + "+" + name : null;
            case HandleKind.AssemblyReference:
                var assembly = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
                var space = reader.GetString(type.Namespace);
                return assembly == "netstandard" ? (space.Length > 0 ? space + "." + name : name) : null;
            default:
                return null;
        }
    }

    private static string Describe(MetadataReader reader, MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return member.DecodeFieldSignature(new TypeNames(), null) + " " + reader.GetString(member.Name);
        }

        var signature = member.DecodeMethodSignature(new TypeNames(), null);
        return signature.ReturnType + " " + reader.GetString(member.Name)
            + (signature.GenericParameterCount > 0 ? "`" + signature.GenericParameterCount : string.Empty)
            + "(" + string.Join(", ", signature.ParameterTypes) + ")";
    }

    // The declaring type of an inherited member is the type through which it is called.
    private static HashSet<string> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = new HashSet<string>(StringComparer.Ordinal);
        for (var open = type; open is not null; open = open.BaseType is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : open.BaseType)
        {
            members.UnionWith(open.GetMethods(Own).Select(static method => Name(method.ReturnType) + " " + method.Name
                + (method.IsGenericMethod ? "`" + method.GetGenericArguments().Length : string.Empty)
                + "(" + string.Join(", ", method.GetParameters().Select(static parameter => Name(parameter.ParameterType))) + ")"));
            members.UnionWith(open.GetFields(Own).Select(static field => Name(field.FieldType) + " " + field.Name));
            members.UnionWith(open.GetConstructors(Own).Select(static constructor =>
                "Void " + constructor.Name + "(" + string.Join(", ", constructor.GetParameters().Select(static parameter => Name(parameter.ParameterType))) + ")"));
        }

        return members;
    }

    private static string Name(Type type) =>
        type.IsGenericParameter ? (type.DeclaringMethod is null ? "!" : "!!") + type.GenericParameterPosition
        : type.IsByRef ? Name(type.GetElementType()!) + "&"
        : type.IsPointer ? Name(type.GetElementType()!) + "*"
        : type.IsArray ? Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]"
        : type.IsGenericType ? type.Name + "<" + string.Join(", ", type.GetGenericArguments().Select(Name)) + ">"
        : type.Name;

    // The generic type of a specification such as List<string>.
    private sealed class OpenType : Signature<TypeReferenceHandle>
    {
        public override TypeReferenceHandle GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => handle;

        public override TypeReferenceHandle GetGenericInstantiation(TypeReferenceHandle genericType, ImmutableArray<TypeReferenceHandle> typeArguments) => genericType;
    }

    private sealed class TypeNames : Signature<string>
    {
        public override string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);

        public override string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public override string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public override string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType + "<" + string.Join(", ", typeArguments) + ">";

        public override string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

        public override string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

        public override string GetSZArrayType(string elementType) => elementType + "[]";

        public override string GetArrayType(string elementType, ArrayShape shape) => elementType + "[" + new string(',', shape.Rank - 1) + "]";

        public override string GetByReferenceType(string elementType) => elementType + "&";

        public override string GetPointerType(string elementType) => elementType + "*";

        public override string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    }

    private abstract class Signature<T> : ISignatureTypeProvider<T, object?>
    {
        public virtual T GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default!;

        public virtual T GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => default!;

        public virtual T GetPrimitiveType(PrimitiveTypeCode typeCode) => default!;

        public virtual T GetGenericInstantiation(T genericType, ImmutableArray<T> typeArguments) => default!;

        public virtual T GetGenericMethodParameter(object? genericContext, int index) => default!;

        public virtual T GetGenericTypeParameter(object? genericContext, int index) => default!;

        public virtual T GetSZArrayType(T elementType) => default!;

        public virtual T GetArrayType(T elementType, ArrayShape shape) => default!;

        public virtual T GetByReferenceType(T elementType) => default!;

        public virtual T GetPointerType(T elementType) => default!;

        public virtual T GetModifiedType(T modifier, T unmodifiedType, bool isRequired) => default!;

        public T GetFunctionPointerType(MethodSignature<T> signature) => default!;

        public T GetPinnedType(T elementType) => elementType;

        public T GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}

/// <summary>A test that requires .NET Framework, or Mono on other systems than Windows; skipped with a reason if it is missing.</summary>
public sealed class NetFrameworkFactAttribute : FactAttribute
{
    public NetFrameworkFactAttribute() =>
        Skip = OperatingSystem.IsWindows() || Mono is not null ? null : "no Mono with netstandard on the path: what needs .NET Framework can't be run";

    // The runtime does not include netstandard.dll. In Debian, it is in mono-devel.
    internal static string? Mono { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "mono"))
        .FirstOrDefault(static mono => File.Exists(mono) && File.Exists(Path.Combine(
            Path.GetDirectoryName(File.ResolveLinkTarget(mono, returnFinalTarget: true)?.FullName ?? mono)!, "..", "lib", "mono", "4.5", "Facades", "netstandard.dll")));
}
