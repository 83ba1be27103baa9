using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>A cmdlet as <c>Get-Command</c> describes it.</summary>
internal sealed class CmdletModel
{
    private CmdletModel(CmdletInfo command)
    {
        var metadata = new CommandMetadata(command);
        Name = command.Name;
        Verb = command.Verb;
        Noun = command.Noun;
        ClassNames = Classes(command.ImplementingType).Select(static type => type.FullName!).ToList();
        HelpUri = metadata.HelpUri ?? string.Empty;
        DefaultSet = metadata.DefaultParameterSetName ?? string.Empty;
        Aliases = command.ImplementingType.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToList() ?? [];
        OutputTypes = command.OutputType.Select(static type => type.Type == typeof(void) ? "None" : type.Name).Distinct().ToList();
        var unbound = (Cmdlet)Activator.CreateInstance(command.ImplementingType)!;
        Parameters = command.Parameters.Values.Where(static parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .Select(parameter => new ParameterModel(parameter, unbound))
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal).ToList();
        (unbound as IDisposable)?.Dispose();
        Sets = command.ParameterSets.OrderBy(set => set.Name != DefaultSet).ThenBy(static set => set.Name, StringComparer.Ordinal)
            .Select(set => new SyntaxModel(this, set)).ToList();
    }

    public string Name { get; }

    public string Verb { get; }

    public string Noun { get; }

    /// <summary>The cmdlet's class, and its base classes, as documentation comments name them.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    public string HelpUri { get; }

    public string DefaultSet { get; }

    public IReadOnlyList<string> Aliases { get; }

    public IReadOnlyList<string> OutputTypes { get; }

    public IReadOnlyList<ParameterModel> Parameters { get; }

    /// <summary>The parameter sets, the default one first.</summary>
    public IReadOnlyList<SyntaxModel> Sets { get; }

    /// <summary>The parameters that help and completion show.</summary>
    public IEnumerable<ParameterModel> Visible => Parameters.Where(static parameter => !parameter.Hidden);

    /// <summary>The parameters that bind to a property of an input object.</summary>
    public IEnumerable<ParameterModel> FromProperties =>
        Visible.Where(static parameter => parameter.Sets.Values.Any(static set => set.ValueFromPipelineByPropertyName));

    /// <summary>The headings under INPUTS.</summary>
    public IReadOnlyList<string> InputTypes => Visible
        .Where(static parameter => parameter.Sets.Values.Any(static set => set.ValueFromPipeline))
        .Select(static parameter => parameter.Type.FullName!).Order(StringComparer.Ordinal)
        .Concat(FromProperties.Any() ? [typeof(PSObject).FullName!] : [])
        .Distinct().DefaultIfEmpty("None").ToList();

    /// <summary>Imports a module into an engine in this process and gets its cmdlets from <c>Get-Command</c>.</summary>
    public static IReadOnlyList<CmdletModel> ImportModule(string manifest)
    {
        // The engine reports imported modules to Microsoft unless this is set before it starts.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        var session = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // The module's ps1xml files count as scripts.
            session.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        using var engine = PowerShell.Create(session);
        var preferences = new PSInvocationSettings { ErrorActionPreference = ActionPreference.Stop };
        engine.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("PassThru")
            .AddCommand("ForEach-Object").AddParameter("MemberName", nameof(PSModuleInfo.Name));
        var module = engine.Invoke<string>(null, preferences).Single();
        engine.Commands.Clear();
        engine.AddCommand("Get-Command").AddParameter("Module", module).AddParameter("CommandType", CommandTypes.Cmdlet);
        return engine.Invoke<CmdletInfo>(null, preferences).Select(static command => new CmdletModel(command))
            .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal).ToList();
    }

    private static IEnumerable<Type> Classes(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        }
    }
}

/// <summary>A cmdlet's syntax in one of its parameter sets.</summary>
internal sealed class SyntaxModel
{
    public SyntaxModel(CmdletModel cmdlet, CommandParameterSetInfo set)
    {
        Name = set.Name;
        var parts = Regex.Matches(set.ToString(), @"\[?\[?-(?<name>\w+)\]?(?: <[^>]+>)?\]?|\S+")
            .Select(match => (
                Text: match.Value,
                Parameter: cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == match.Groups["name"].Value)))
            .Where(static part => part.Parameter is not { Hidden: true }).ToList();
        Parts = parts.Select(static part => part.Text).Prepend(cmdlet.Name).ToList();
        Parameters = parts.Select(static part => part.Parameter).OfType<ParameterModel>().ToList();
    }

    public string Name { get; }

    /// <summary>
    /// The line of <c>Get-Command -Syntax</c>: the cmdlet's name, then each parameter with its value. Unlike there, hidden parameters
    /// are omitted.
    /// </summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The parameters in the order of that line.</summary>
    public IReadOnlyList<ParameterModel> Parameters { get; }
}

/// <summary>A parameter as <c>Get-Command</c> describes it, with the default value that its cmdlet declares.</summary>
internal sealed class ParameterModel
{
    public ParameterModel(ParameterMetadata parameter, Cmdlet unbound)
    {
        var range = parameter.Attributes.OfType<ValidateRangeAttribute>().FirstOrDefault();
        Name = parameter.Name;
        Type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        Aliases = parameter.Aliases;
        Sets = new SortedDictionary<string, ParameterSetMetadata>(parameter.ParameterSets, StringComparer.Ordinal);
        Hidden = parameter.Attributes.OfType<ParameterAttribute>().All(static attribute => attribute.DontShow);
        Wildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();
        AcceptedValues = parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault()?.ValidValues.ToList()
            ?? (ElementType.IsEnum ? [.. Enum.GetNames(ElementType)] : []);
        Bounds = range?.MinRange is null ? [] : [Text(range.MinRange), Text(range.MaxRange)];
        Default = parameter.Attributes.OfType<PSDefaultValueAttribute>().FirstOrDefault() is { } declared
            ? declared.Help ?? Text(declared.Value)
            : parameter.SwitchParameter ? "False"
            // The value of a property that is always bound is never used.
            : Sets.Values.All(static set => set.IsMandatory) ? string.Empty
            : Text(unbound.GetType().GetProperty(Name)!.GetValue(unbound));
    }

    public string Name { get; }

    /// <summary>The type, or the underlying type of a nullable type.</summary>
    public Type Type { get; }

    private Type ElementType => Type.GetElementType() ?? Type;

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>Whether its value is a duration, such as 30m. The type is of the module, which is not referenced.</summary>
    public bool IsDuration => Type == typeof(TimeSpan) || Type.Name == "DurationArgument";

    /// <summary>Whether its value is a date and time.</summary>
    public bool IsPointInTime => Type == typeof(DateTimeOffset) || Type.Name == "PointInTimeArgument";

    /// <summary>Whether its value is one number.</summary>
    public bool IsNumber => Type == typeof(int) || Type == typeof(long) || Type == typeof(double) || Type == typeof(decimal);

    public string Default { get; }

    public bool Wildcards { get; }

    public bool Hidden { get; }

    public IReadOnlyList<string> Aliases { get; }

    public IReadOnlyList<string> AcceptedValues { get; }

    /// <summary>The minimum and maximum of its range, if it has one.</summary>
    public IReadOnlyList<string> Bounds { get; }

    /// <summary>Position and binding, by the name of the parameter set.</summary>
    public IReadOnlyDictionary<string, ParameterSetMetadata> Sets { get; }

    /// <summary>Position and binding in a parameter set, or in the first set that has the parameter.</summary>
    public ParameterSetMetadata In(string set) =>
        Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(ParameterAttribute.AllParameterSets) ?? Sets.Values.First();

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        TimeSpan time when time == TimeSpan.Zero => string.Empty,
        IEnumerable list and not string => string.Join(", ", list.Cast<object>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
