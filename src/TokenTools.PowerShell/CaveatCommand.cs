using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets with caveats. There is one parameter for each caveat setting, with the same name.</summary>
public abstract class CaveatCommand : TokenCommand
{
    // The nesting: a list of caveats, a caveat, a list in it, an element.
    private const int MaximumCaveatDepth = 4;

    private protected CaveatCommand()
    {
    }

    /// <summary>
    /// Adds the caveats of a purpose, with the names of the templates of Onezone's web page: onezoneRest, oneproviderRest, onepanelRest,
    /// oneclient, oneclientInOneprovider, readonlyData, readonlyDataForUser, restrictedData, identity or s3, in any case. What a purpose
    /// leaves open is specified with -Service, -Consumer or -DataPath.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public string? Purpose { get; set; }

    /// <summary>Valid for this long: a TimeSpan, or text such as 90s, 30m, 2h, 1d12h or PT30M.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public DurationArgument? ValidFor { get; set; }

    /// <summary>
    /// Valid until this time; not together with -ValidFor. A time without an offset is local time; fractions of a second are
    /// ignored.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PointInTimeCompleter))]
    [PointInTime]
    public PointInTimeArgument? ValidUntil { get; set; }

    /// <summary>Valid only from these IPv4 addresses, each with or without a mask: 10.0.0.0/8, 192.0.2.1.</summary>
    [Parameter]
    public string[]? IpAddress { get; set; }

    /// <summary>Valid only from these autonomous systems.</summary>
    [Parameter]
    [AutonomousSystem]
    public decimal[]? Asn { get; set; }

    /// <summary>Valid only in these countries: ISO 3166-1 codes such as PL, in any case.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? Country { get; set; }

    /// <summary>Not valid in these countries: ISO 3166-1 codes such as PL, in any case.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? ExcludeCountry { get; set; }

    /// <summary>Valid only in these regions: Africa, Antarctica, Asia, Europe, EU, NorthAmerica, Oceania, SouthAmerica.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? Region { get; set; }

    /// <summary>Not valid in these regions.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? ExcludeRegion { get; set; }

    /// <summary>
    /// Valid only at these services: ozw-onezone, ozp-onezone, opw-ID, opp-ID, or * in place of the id. Access tokens only.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? Service { get; set; }

    /// <summary>Valid only for these consumers: usr-ID, grp-ID, prv-ID, or * in place of the id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string[]? Consumer { get; set; }

    /// <summary>Valid only through this interface: rest, oneclient or graphsync, in any case. Access and identity tokens only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string? Interface { get; set; }

    /// <summary>Valid only for these operations, as service/operation/entity: all/get/space.*.*:*. Access tokens only.</summary>
    [Parameter]
    public string[]? Api { get; set; }

    /// <summary>Allows reading data, but not changing it. Access tokens only.</summary>
    [Parameter]
    public SwitchParameter ReadOnlyData { get; set; }

    /// <summary>
    /// Valid only for these files and directories: /SPACEID/directory, with the id of the space, not its name. Access tokens only.
    /// </summary>
    [Parameter]
    public string[]? DataPath { get; set; }

    /// <summary>Valid only for the files and directories with these CDMI object ids. Access tokens only.</summary>
    [Parameter]
    public string[]? DataObjectId { get; set; }

    /// <summary>Further caveats: from New-TokenCaveat, as hashtables or JSON in the API's own form, or as caveat text.</summary>
    [Parameter]
    public object[]? Caveat { get; set; }

    /// <summary>The values of the caveat parameters that were bound.</summary>
    /// <exception cref="TokenException">One of them is null, or cannot be used.</exception>
    private protected void SetCaveats(CaveatSpec spec)
    {
        spec.Purpose = MyInvocation.BoundParameters.ContainsKey(nameof(Purpose)) ? Purpose ?? string.Empty : null;
        foreach (var setting in CaveatSpec.Settings)
        {
            if (MyInvocation.BoundParameters.TryGetValue(setting.Key, out var value))
            {
                spec.Set(setting.Key, value switch
                {
                    SwitchParameter flag => flag.IsPresent,
                    DurationArgument duration => duration.Setting,
                    PointInTimeArgument time => time.Read(setting.Key),
                    decimal[] numbers => Array.ConvertAll(numbers, static number => AsnCaveat.ToNumber(number)),
                    _ => ToPlain(value),
                });
            }
        }
    }

    // Core does not support PSObject: it is unwrapped, and a custom object becomes a dictionary. Objects that are nested deeper than
    // in a caveat may contain themselves; they are not converted, and Core rejects them.
    private static object? ToPlain(object? value, int depth = 0)
    {
        switch (value)
        {
            case not null when depth > MaximumCaveatDepth:
                return value;
            case PSObject { BaseObject: PSCustomObject } custom when TokenConverter.TryRestore(custom) is TokenCaveat restored:
                return restored;
            case PSObject { BaseObject: PSCustomObject } custom:
                return custom.Properties.ToDictionary(static property => property.Name, property => ToPlain(property.Value, depth + 1));
            case PSObject wrapped:
                return ToPlain(wrapped.BaseObject, depth);
            case IDictionary dictionary:
                var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (DictionaryEntry entry in dictionary)
                {
                    plain[LanguagePrimitives.ConvertTo<string>(entry.Key)] = ToPlain(entry.Value, depth + 1);
                }

                return plain;
            case object[] array:
                return Array.ConvertAll(array, element => ToPlain(element, depth + 1));
            default:
                return value;
        }
    }
}
