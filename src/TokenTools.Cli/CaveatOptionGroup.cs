using System.CommandLine;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Cli;

/// <summary>
/// The options for caveats: one for each caveat setting. A list is specified with several values or by repeating the option.
/// </summary>
internal sealed class CaveatOptionGroup
{
    private readonly SettingOptions<CaveatSpec> _options;

    /// <param name="command">The command that the options are added to.</param>
    /// <param name="expiryByDefault">When the token expires if no option specifies it: a sentence of the help.</param>
    public CaveatOptionGroup(Command command, string expiryByDefault)
    {
        _options = new SettingOptions<CaveatSpec>(command);
        _options.Add(
            nameof(CaveatSpec.Purpose),
            "Adds the caveats of a purpose: " + string.Join(", ", TokenPurposes.All) + ".",
            "purpose",
            TokenPurposes.Descriptions.Keys);
        foreach (var setting in CaveatSpec.Settings)
        {
            switch (setting.ValueKind)
            {
                case CaveatValueKind.Flag:
                    _options.AddFlag(setting.Key, setting.Description, spec => spec.Set(setting.Key, true));
                    break;
                case CaveatValueKind.TextList or CaveatValueKind.NumberList or CaveatValueKind.CaveatList:
                    _options.AddTexts(
                        setting.Key, setting.Description, setting.ValueName, (spec, texts) => spec.Set(setting.Key, texts), setting.Words.Keys);
                    break;
                default:
                    var description = setting.ValueKind == CaveatValueKind.Duration
                        ? setting.Description + " " + expiryByDefault
                        : setting.Description;
                    _options.AddText(
                        setting.Key, description, setting.ValueName, (spec, text) => spec.Set(setting.Key, text), setting.Words.Keys);
                    break;
            }
        }
    }

    /// <summary>Sets the values of the options that are specified, as text: Core parses them.</summary>
    public CaveatSpec Read(ParseResult parsed, CaveatSpec spec) => _options.Read(parsed, spec);
}
