using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that takes caveats: what a token is confined to stands here once.</summary>
public abstract class CaveatCommand : TokenCommand
{
    // An object, a list in it, an element of that.
    private const int DeepestCaveat = 3;

    private protected CaveatCommand()
    {
    }

    /// <summary>Good for that long: a TimeSpan, or text such as 90s, 30m, 2h, 1d12h or PT30M.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? ValidFor { get; set; }

    /// <summary>Good until then; not together with -ValidFor. A time without an offset is this machine's local time; fractions of a second are cut.</summary>
    [Parameter]
    [PointInTime]
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Good from these IPv4 addresses alone, each with or without a mask: 10.0.0.0/8, 192.0.2.1.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? IpAddress { get; set; }

    /// <summary>Good from these autonomous systems alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public long[]? Asn { get; set; }

    /// <summary>Good from these countries alone: upper-case ISO 3166-1 codes, such as PL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? Country { get; set; }

    /// <summary>Not good from these countries: upper-case ISO 3166-1 codes, such as PL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? ExcludeCountry { get; set; }

    /// <summary>Good from these regions alone: Africa, Antarctica, Asia, Europe, EU, NorthAmerica, Oceania, SouthAmerica.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>Not good from these regions.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? ExcludeRegion { get; set; }

    /// <summary>Good for these services alone: ozw-onezone, ozp-onezone, opw-ID, opp-ID, or * for the id. Access tokens only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[]? Service { get; set; }

    /// <summary>Good in the hands of these alone: usr-ID, grp-ID, prv-ID, or * for the id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConsumerCompleter))]
    public string[]? Consumer { get; set; }

    /// <summary>Good through this interface alone: rest, oneclient or graphsync. Access and identity tokens only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? Interface { get; set; }

    /// <summary>Good for these operations alone, as service/operation/entity: all/get/space.*.*:*. Access tokens only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Api { get; set; }

    /// <summary>Data can be read, not changed. Access tokens only.</summary>
    [Parameter]
    public SwitchParameter ReadOnlyData { get; set; }

    /// <summary>Only these files and folders: /SPACEID/folder, with the space's id, not its name. Access tokens only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DataPath { get; set; }

    /// <summary>Only the files and folders with these CDMI object ids. Access tokens only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DataObjectId { get; set; }

    /// <summary>Further caveats: from New-TokenCaveat, as hashtables or JSON in the API's own form, or as caveat text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Caveat { get; set; }

    /// <summary>The caveats that were asked for, less those of -ValidFor and -ValidUntil.</summary>
    /// <exception cref="TokenException">One of them can't be right.</exception>
    private protected IReadOnlyList<TokenCaveat> Caveats()
    {
        TimeCaveat.EnsureSingleExpiry(ValidFor, ValidUntil);
        var caveats = new List<TokenCaveat>();
        void Add<T>(T? given, Func<T, TokenCaveat> make)
        {
            if (given is not null)
            {
                caveats.Add(make(given));
            }
        }

        Add(IpAddress, static given => IpCaveat.Create(given));
        Add(Asn, static given => AsnCaveat.Create(given));
        Add(Country, static given => CountryCaveat.Create(given));
        Add(ExcludeCountry, static given => CountryCaveat.Create(given, exclude: true));
        Add(Region, static given => RegionCaveat.Create(given));
        Add(ExcludeRegion, static given => RegionCaveat.Create(given, exclude: true));
        Add(Service, static given => ServiceCaveat.Create(given));
        Add(Consumer, static given => ConsumerCaveat.Create(given));
        Add(Interface, static given => InterfaceCaveat.Create(given));
        Add(Api, static given => ApiCaveat.Create(given));
        if (ReadOnlyData)
        {
            caveats.Add(ReadOnlyDataCaveat.Instance);
        }

        Add(DataPath, static given => DataPathCaveat.Create(given));
        Add(DataObjectId, static given => DataObjectIdCaveat.Create(given));
        foreach (var given in Caveat ?? [])
        {
            caveats.Add(TokenCaveat.FromObject(Plain(given)).Validate());
        }

        return caveats;
    }

    /// <summary>All caveats that were asked for, the time first; -ValidFor counts from <paramref name="now"/>.</summary>
    /// <exception cref="TokenException">One of them can't be right.</exception>
    private protected IReadOnlyList<TokenCaveat> Caveats(DateTimeOffset now)
    {
        var caveats = new List<TokenCaveat>();
        if (ValidFor is { } validFor)
        {
            caveats.Add(TimeCaveat.After(validFor, now));
        }

        if (ValidUntil is { } until)
        {
            caveats.Add(TimeCaveat.Create(until));
        }

        caveats.AddRange(Caveats());
        return caveats;
    }

    // Core knows no PSObject: wrappers come off, and custom objects become dictionaries. What is nested deeper than a caveat is
    // none, and may hold itself: it is left as it is, for Core to refuse.
    private static object? Plain(object? value, int depth = 0)
    {
        switch (value)
        {
            case not null when depth > DeepestCaveat:
                return value;
            case PSObject { BaseObject: PSCustomObject } custom:
                return custom.Properties.ToDictionary(static property => property.Name, property => Plain(property.Value, depth + 1));
            case PSObject wrapped:
                return Plain(wrapped.BaseObject, depth);
            case IDictionary dictionary:
                var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (DictionaryEntry entry in dictionary)
                {
                    plain[LanguagePrimitives.ConvertTo<string>(entry.Key)] = Plain(entry.Value, depth + 1);
                }

                return plain;
            case object[] array:
                return array.Select(element => Plain(element, depth + 1)).ToArray();
            default:
                return value;
        }
    }
}
