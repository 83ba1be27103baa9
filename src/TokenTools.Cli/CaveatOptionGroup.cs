using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Cli;

/// <summary>The caveat parameters of the cmdlets, as options. Those with several values are given several times, or with several values behind.</summary>
internal sealed class CaveatOptionGroup
{
    private readonly DurationOption _validFor = new("--valid-for", "Good for that long: 90s, 30m, 2h, 1d12h, PT30M.");
    private readonly Option<string?> _validUntil = new("--valid-until") { Description = "Good until then: 2030-01-31T12:00:00Z. Without an offset it is local time.", HelpName = "time" };
    private readonly Option<string[]> _ip = Several("--ip-address", "Good from these IPv4 addresses alone, each with or without a mask.", "address");
    private readonly Option<long[]> _asn = new("--asn") { Description = "Good from these autonomous systems alone.", HelpName = "number", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _country = Several("--country", "Good from these countries alone, such as PL.", "code");
    private readonly Option<string[]> _excludeCountry = Several("--exclude-country", "Not good from these countries.", "code");
    private readonly Option<string[]> _region = Several("--region", "Good from these regions alone, such as Europe.", "region");
    private readonly Option<string[]> _excludeRegion = Several("--exclude-region", "Not good from these regions.", "region");
    private readonly Option<string[]> _service = Several("--service", "Good for these services alone: ozw-onezone, opw-ID, opp-*.", "service");
    private readonly Option<string[]> _consumer = Several("--consumer", "Good in the hands of these alone: usr-ID, grp-ID, prv-*.", "consumer");
    private readonly Option<string?> _interface = new("--interface") { Description = "Good through this interface alone: rest, oneclient or graphsync.", HelpName = "interface" };
    private readonly Option<string[]> _api = Several("--api", "Good for these operations alone, as service/operation/entity.", "operation");
    private readonly Option<bool> _readOnly = new("--read-only-data") { Description = "Data can be read, not changed." };
    private readonly Option<string[]> _path = Several("--data-path", "Only these files and folders: /SPACEID/folder.", "path");
    private readonly Option<string[]> _object = Several("--data-object-id", "Only the files and folders with these CDMI object ids.", "id");
    private readonly Option<string[]> _caveat = Several("--caveat", "Further caveats, as JSON in the API's form or as caveat text.", "caveat");

    public CaveatOptionGroup(Command command)
    {
        _country.CompletionSources.Add([.. OnedataVocabulary.Countries.Keys]);
        _excludeCountry.CompletionSources.Add([.. OnedataVocabulary.Countries.Keys]);
        _region.CompletionSources.Add([.. OnedataVocabulary.Regions]);
        _excludeRegion.CompletionSources.Add([.. OnedataVocabulary.Regions]);
        _service.CompletionSources.Add([.. OnedataVocabulary.ServicePrefixes.Keys.Select(static prefix => prefix + (prefix is "ozw" or "ozp" ? "-onezone" : "-*"))]);
        _consumer.CompletionSources.Add([.. OnedataVocabulary.ConsumerPrefixes.Keys.Select(static prefix => prefix + "-*")]);
        _interface.CompletionSources.Add([.. OnedataVocabulary.Interfaces]);
        foreach (var option in new Option[]
        {
            _validFor, _validUntil, _ip, _asn, _country, _excludeCountry, _region, _excludeRegion,
            _service, _consumer, _interface, _api, _readOnly, _path, _object, _caveat,
        })
        {
            command.Add(option);
        }
    }

    public TimeSpan? ValidFor(ParseResult parsed) => parsed.GetValue(_validFor);

    /// <exception cref="TokenFormatException">It is not a point in time.</exception>
    public DateTimeOffset? ValidUntil(ParseResult parsed) => parsed.GetValue(_validUntil) is { } text ? PointInTime.Parse(text) : null;

    /// <summary>The caveats that were asked for, less those of --valid-for and --valid-until.</summary>
    /// <exception cref="TokenException">One of them can't be right.</exception>
    public IReadOnlyList<TokenCaveat> Read(ParseResult parsed)
    {
        TimeCaveat.EnsureSingleExpiry(ValidFor(parsed), ValidUntil(parsed));
        var caveats = new List<TokenCaveat>();
        void Add<T>(Option<T[]> option, Func<T[], TokenCaveat> make)
        {
            if (parsed.GetResult(option) is not null)
            {
                caveats.Add(make(parsed.GetValue(option)!));
            }
        }

        Add(_ip, static given => IpCaveat.Create(given));
        Add(_asn, static given => AsnCaveat.Create(given));
        Add(_country, static given => CountryCaveat.Create(given));
        Add(_excludeCountry, static given => CountryCaveat.Create(given, exclude: true));
        Add(_region, static given => RegionCaveat.Create(given));
        Add(_excludeRegion, static given => RegionCaveat.Create(given, exclude: true));
        Add(_service, static given => ServiceCaveat.Create(given));
        Add(_consumer, static given => ConsumerCaveat.Create(given));
        if (parsed.GetValue(_interface) is { } name)
        {
            caveats.Add(InterfaceCaveat.Create(name));
        }

        Add(_api, static given => ApiCaveat.Create(given));
        if (parsed.GetValue(_readOnly))
        {
            caveats.Add(ReadOnlyDataCaveat.Instance);
        }

        Add(_path, static given => DataPathCaveat.Create(given));
        Add(_object, static given => DataObjectIdCaveat.Create(given));
        caveats.AddRange((parsed.GetValue(_caveat) ?? []).Select(static given => TokenCaveat.FromObject(given).Validate()));
        return caveats;
    }

    private static Option<string[]> Several(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, AllowMultipleArgumentsPerToken = true };
}
