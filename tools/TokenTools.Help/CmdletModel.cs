using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Help;

/// <summary>A cmdlet as its assembly describes it.</summary>
internal sealed record CmdletModel(
    string Verb,
    string Noun,
    string ClassName,
    string HelpUri,
    string? DefaultSet,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<ParameterModel> Parameters,
    IReadOnlyList<string> OutputTypes)
{
    /// <summary>What PowerShell calls a parameter's set where it is in all of them.</summary>
    public const string AllSets = "__AllParameterSets";

    public string Name => Verb + "-" + Noun;

    /// <summary>The names of the sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var named = Parameters.SelectMany(static parameter => parameter.Sets).Select(static set => set.Name)
                .Where(static name => name != AllSets)
                .Append(DefaultSet ?? AllSets)
                .Where(static name => name != AllSets)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name != DefaultSet).ThenBy(static name => name, StringComparer.Ordinal)
                .ToList();
            return named.Count > 0 ? named : [AllSets];
        }
    }

    /// <summary>The types that can be piped in as they are.</summary>
    public IReadOnlyList<string> PipedTypes => Visible
        .Where(static parameter => parameter.Sets.Any(static set => set.FromPipeline))
        .Select(static parameter => parameter.TypeName)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .ToList();

    /// <summary>The parameters that take a piped object's property of their name.</summary>
    public IReadOnlyList<ParameterModel> FromProperties => Visible
        .Where(static parameter => parameter.Sets.Any(static set => set.FromPipelineByPropertyName))
        .ToList();

    /// <summary>The headings under INPUTS.</summary>
    public IReadOnlyList<string> InputTypes
    {
        get
        {
            var types = PipedTypes.Concat(FromProperties.Count > 0 ? ["System.Management.Automation.PSObject"] : [])
                .Distinct(StringComparer.Ordinal).ToList();
            return types.Count > 0 ? types : ["None"];
        }
    }

    /// <summary>The parameters that help and completion show.</summary>
    public IEnumerable<ParameterModel> Visible => Parameters.Where(static parameter => !parameter.Hidden);
}

/// <summary>A parameter as its assembly describes it.</summary>
internal sealed record ParameterModel(
    string Name,
    string TypeName,
    string ShortType,
    string SyntaxType,
    bool IsSwitch,
    string Default,
    bool Wildcards,
    bool Hidden,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    IReadOnlyList<string> Bounds,
    IReadOnlyList<ParameterSetModel> Sets)
{
    /// <summary>The parameter's part in a set; null where it has none.</summary>
    public ParameterSetModel? In(string set) =>
        Sets.FirstOrDefault(own => own.Name == set) ?? Sets.FirstOrDefault(static own => own.Name == CmdletModel.AllSets);
}

/// <summary>A parameter's part in a set.</summary>
internal sealed record ParameterSetModel(
    string Name, int? Position, bool Mandatory, bool FromPipeline, bool FromPipelineByPropertyName, bool FromRemaining);
