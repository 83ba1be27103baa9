using System;
using System.Collections.Generic;
using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>The options that are settings of a spec: each has the setting's key as its name and sets the property of that name.</summary>
/// <remarks>A value stays text until Core parses it, so that it has Core's grammar and Core's errors.</remarks>
/// <typeparam name="TSpec">The type of the spec.</typeparam>
/// <param name="command">The command that the options are added to.</param>
internal sealed class SettingOptions<TSpec>(Command command)
{
    private readonly List<Option> _all = [];
    private readonly List<Action<ParseResult, TSpec>> _setters = [];

    /// <summary>All of the options, in the order in which they were added.</summary>
    public IReadOnlyList<Option> All => _all;

    /// <summary>Adds an option for a property: without a value for a bool, else with one.</summary>
    /// <param name="key">The property's name.</param>
    /// <param name="description">The help.</param>
    /// <param name="helpName">What the value is; null for none.</param>
    /// <param name="words">Values to suggest; those of a choice are known.</param>
    public Option Add(string key, string description, string? helpName = null, params IEnumerable<string> words)
    {
        var property = typeof(TSpec).GetProperty(key)!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(bool)
            ? AddFlag(key, description, spec => property.SetValue(spec, true))
            : AddText(
                key,
                description,
                helpName,
                (spec, text) => property.SetValue(spec, SettingParser.Parse(type, text, key)),
                type.IsEnum ? Enum.GetNames(type) : words);
    }

    /// <summary>Adds an argument for a property that is a text.</summary>
    /// <param name="key">The property's name.</param>
    /// <param name="name">The name in the help.</param>
    /// <param name="description">The help.</param>
    /// <param name="words">Values to suggest.</param>
    public Argument<string?> AddArgument(string key, string name, string description, params IEnumerable<string> words)
    {
        var property = typeof(TSpec).GetProperty(key)!;
        var argument = new Argument<string?>(name) { Description = description };
        argument.CompletionSources.Add([.. words]);
        command.Add(argument);
        _setters.Add((parsed, spec) => property.SetValue(spec, parsed.GetValue(argument) ?? property.GetValue(spec)));
        return argument;
    }

    /// <summary>Adds an option with a text.</summary>
    public Option AddText(
        string key, string description, string? helpName, Action<TSpec, string> set, params IEnumerable<string> words) =>
        Add(new Option<string>(CommandLineVocabulary.OptionName(key)), description, helpName, set, words);

    /// <summary>Adds an option with several texts, which can also be repeated.</summary>
    public Option AddTexts(
        string key, string description, string? helpName, Action<TSpec, string[]> set, params IEnumerable<string> words) =>
        Add(
            new Option<string[]>(CommandLineVocabulary.OptionName(key)) { AllowMultipleArgumentsPerToken = true },
            description + " Accepts several values, and can be repeated.",
            helpName,
            set,
            words);

    /// <summary>Adds an option without a value.</summary>
    public Option AddFlag(string key, string description, Action<TSpec> set)
    {
        var option = new Option<bool>(CommandLineVocabulary.OptionName(key)) { Description = description };
        command.Add(option);
        _all.Add(option);
        _setters.Add((parsed, spec) =>
        {
            if (parsed.IsOn(option))
            {
                set(spec);
            }
        });
        return option;
    }

    /// <summary>Sets the settings whose options are given; the others keep their defaults.</summary>
    /// <exception cref="TokenException">A value cannot be parsed.</exception>
    public TSpec Read(ParseResult parsed, TSpec spec)
    {
        foreach (var set in _setters)
        {
            set(parsed, spec);
        }

        return spec;
    }

    private Option<T> Add<T>(
        Option<T> option, string description, string? helpName, Action<TSpec, T> set, params IEnumerable<string> words)
    {
        option.Description = description;
        option.HelpName = helpName;
        option.CompletionSources.Add([.. words]);
        command.Add(option);
        _all.Add(option);
        _setters.Add((parsed, spec) =>
        {
            if (parsed.IsSpecified(option))
            {
                set(spec, parsed.GetValue(option)!);
            }
        });
        return option;
    }
}
