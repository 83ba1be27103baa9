using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace TokenTools.Help;

/// <summary>
/// Reads the cmdlets out of bin/TokenTools.PowerShell.dll. The engine's part is taken by PowerShell Standard, whose members
/// do nothing: enough to make a cmdlet and see what its properties hold before anybody has set them.
/// </summary>
internal static class ModuleAssembly
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.String"] = "string",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Double"] = "double",
        ["System.Boolean"] = "bool",
        ["System.Object"] = "Object",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
        ["System.Security.SecureString"] = "securestring",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Collections.Hashtable"] = "hashtable",
    };

    public static IReadOnlyList<CmdletModel> Read(string moduleBin, string powerShellStandard)
    {
        var context = new ModuleLoadContext(moduleBin, powerShellStandard);
        try
        {
            return context.Load("TokenTools.PowerShell").GetTypes()
                .Where(static type => Attribute(type, "CmdletAttribute") is not null)
                .Select(Cmdlet)
                .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)
                .ToList();
        }
        finally
        {
            context.Unload();
        }
    }

    private static CmdletModel Cmdlet(Type type)
    {
        var cmdlet = Attribute(type, "CmdletAttribute")!;
        var blank = Activator.CreateInstance(type)!;
        // The base classes' last, as the engine shows them.
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => Attributes(property, "ParameterAttribute").Any())
            .Select(property => Parameter(property, blank))
            .Concat(Named(cmdlet, "SupportsShouldProcess") is true ? ShouldProcess() : [])
            .ToList();
        (blank as IDisposable)?.Dispose();
        var outputs = Attributes(type, "OutputTypeAttribute")
            .SelectMany(static data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[^1].Value!)
            .Select(static argument => argument.Value is Type output ? output.FullName! : (string)argument.Value!)
            .Select(static name => name == "System.Void" ? "None" : name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return new CmdletModel(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            type.FullName!,
            Named(cmdlet, "HelpUri") as string ?? string.Empty,
            Named(cmdlet, "DefaultParameterSetName") as string,
            Texts(Attribute(type, "AliasAttribute")),
            parameters,
            outputs);
    }

    private static ParameterModel Parameter(PropertyInfo property, object blank)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isSwitch = type.Name == "SwitchParameter";
        var element = type.IsArray ? type.GetElementType()! : type;
        var range = Attribute(property, "ValidateRangeAttribute");
        var set = Attribute(property, "ValidateSetAttribute");
        return new ParameterModel(
            property.Name,
            type.FullName!,
            type.Name,
            (Keywords.GetValueOrDefault(element.FullName!) ?? element.Name) + (type.IsArray ? "[]" : string.Empty),
            isSwitch,
            Default(property, blank),
            Attribute(property, "SupportsWildcardsAttribute") is not null,
            Attributes(property, "ParameterAttribute").All(static data => Named(data, "DontShow") is true),
            Texts(Attribute(property, "AliasAttribute")),
            set is not null ? Texts(set) : element.IsEnum ? Enum.GetNames(element) : [],
            range is null ? [] : range.ConstructorArguments.Select(static argument => Text(argument.Value)).ToList(),
            Attributes(property, "ParameterAttribute").Select(static data => new ParameterSetModel(
                Named(data, "ParameterSetName") as string ?? CmdletModel.AllSets,
                Named(data, "Position") as int?,
                Named(data, "Mandatory") is true,
                Named(data, "ValueFromPipeline") is true,
                Named(data, "ValueFromPipelineByPropertyName") is true,
                Named(data, "ValueFromRemainingArguments") is true)).OrderBy(static own => own.Name, StringComparer.Ordinal).ToList());
    }

    private static IEnumerable<ParameterModel> ShouldProcess() =>
        from parameter in new (string Name, string Alias)[] { ("WhatIf", "wi"), ("Confirm", "cf") }
        select new ParameterModel(
            parameter.Name, "System.Management.Automation.SwitchParameter", "SwitchParameter", string.Empty, IsSwitch: true, "False",
            Wildcards: false, Hidden: false, [parameter.Alias], [], [],
            [new ParameterSetModel(CmdletModel.AllSets, null, false, false, false, false)]);

    // What the property holds in a new cmdlet, or what its author says serves in nothing's place.
    private static string Default(PropertyInfo property, object blank)
    {
        if (Attribute(property, "PSDefaultValueAttribute") is { } stated)
        {
            return Named(stated, "Help") as string ?? Text(Named(stated, "Value"));
        }

        var value = property.GetValue(blank);
        return value switch
        {
            null => string.Empty,
            string { Length: 0 } => string.Empty,
            TimeSpan none when none == TimeSpan.Zero => string.Empty,
            _ when property.PropertyType.Name == "SwitchParameter" => "False",
            // A mandatory value type's zero serves nobody.
            _ when Attributes(property, "ParameterAttribute").All(static data => Named(data, "Mandatory") is true) => string.Empty,
            IEnumerable and not string => string.Join(", ", ((IEnumerable)value).Cast<object>().Select(Text)),
            _ => Text(value),
        };
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static IReadOnlyList<string> Texts(CustomAttributeData? data) => data is null
        ? []
        : ((IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[^1].Value!).Select(static argument => (string)argument.Value!).ToList();

    private static CustomAttributeData? Attribute(MemberInfo member, string name) => Attributes(member, name).FirstOrDefault();

    // By their names: their types are those of the load context, not this program's.
    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType.Name == name);

    private static object? Named(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(static argument => argument.TypedValue.Value).FirstOrDefault();

    private sealed class ModuleLoadContext(string moduleBin, string powerShellStandard) : AssemblyLoadContext(isCollectible: true)
    {
        public Assembly Load(string name) => Load(new AssemblyName(name)) ?? throw new FileNotFoundException(name);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = assemblyName.Name == "System.Management.Automation"
                ? powerShellStandard
                : Path.Combine(moduleBin, assemblyName.Name + ".dll");
            // From memory: the build must be able to replace the file.
            return File.Exists(path) ? LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;
        }
    }
}
