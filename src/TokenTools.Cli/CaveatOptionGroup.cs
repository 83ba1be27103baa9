using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Cli;

/// <summary>
/// The options for caveats: one for each caveat setting. A list is specified with several values or by repeating the option.
/// </summary>
internal sealed class CaveatOptionGroup
{
    private readonly List<(CaveatSetting Setting, Option Option)> _options = [];

    public CaveatOptionGroup(Command command)
    {
        foreach (var setting in CaveatSpec.Settings)
        {
            var option = CreateOption(setting);
            _options.Add((setting, option));
            command.Add(option);
        }
    }

    /// <summary>Sets the values of the options that are specified, as text: Core parses them.</summary>
    public void Read(ParseResult parsed, CaveatSpec spec)
    {
        foreach (var (setting, option) in _options)
        {
            object? value = option switch
            {
                Option<bool> flag => parsed.GetValue(flag) ? true : null,
                Option<string[]> list => parsed.GetResult(list) is { Implicit: false } ? parsed.GetValue(list) : null,
                Option<string?> single => parsed.GetValue(single),
                _ => null,
            };
            if (value is not null)
            {
                spec.Set(setting.Key, value);
            }
        }
    }

    private static Option CreateOption(CaveatSetting setting)
    {
        var name = CommandLineVocabulary.OptionName(setting.Key);
        switch (setting.ValueKind)
        {
            case CaveatValueKind.Flag:
                return new Option<bool>(name) { Description = setting.Description };
            case CaveatValueKind.TextList or CaveatValueKind.NumberList or CaveatValueKind.CaveatList:
                return WithWords(
                    new Option<string[]>(name)
                    {
                        Description = setting.Description,
                        HelpName = setting.ValueName,
                        AllowMultipleArgumentsPerToken = true,
                    },
                    setting);
            default:
                return WithWords(new Option<string?>(name) { Description = setting.Description, HelpName = setting.ValueName }, setting);
        }
    }

    private static Option<T> WithWords<T>(Option<T> option, CaveatSetting setting)
    {
        if (setting.Words.Count > 0)
        {
            option.CompletionSources.Add(setting.Words.Keys.ToArray());
        }

        return option;
    }
}
