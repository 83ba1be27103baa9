using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Onedata;

/// <summary>The caveats that a user specified: the values of caveat settings, as a front end bound them.</summary>
internal sealed class CaveatSpec
{
    /// <summary>The key of the setting for whole caveats.</summary>
    public const string CaveatKey = "Caveat";

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The settings of all caveat kinds, and the one for whole caveats.</summary>
    public static IReadOnlyList<CaveatSetting> Settings { get; } =
    [
        .. CaveatKinds.Settings,
        CaveatSetting.CaveatList(CaveatKey, "caveat", "Further caveats, as the API's JSON or as caveat text."),
    ];

    /// <summary>The purpose whose caveats are added, in any case; null for none.</summary>
    public string? Purpose { get; set; }

    /// <summary>The lifetime of the token; null if it is not specified.</summary>
    /// <exception cref="TokenFormatException">The value is not a duration.</exception>
    public TimeSpan? ValidFor => _values.TryGetValue(TimeCaveat.ValidForKey, out var value)
        ? TokenFormatException.ForSetting(TimeCaveat.ValidForKey, () => CaveatSetting.ToDuration(value, TimeCaveat.ValidForKey))
        : null;

    /// <summary>The expiration of the token; null if it is not specified.</summary>
    /// <exception cref="TokenFormatException">The value is not a point in time.</exception>
    public DateTimeOffset? ValidUntil => _values.TryGetValue(TimeCaveat.ValidUntilKey, out var value)
        ? TokenFormatException.ForSetting(TimeCaveat.ValidUntilKey, () => CaveatSetting.ToPointInTime(value))
        : null;

    /// <summary>Sets the value of a setting.</summary>
    /// <exception cref="TokenArgumentException">The value is null: an empty variable must not silently leave a caveat out.</exception>
    public void Set(string key, object? value) =>
        _values[key] = value ?? throw new TokenArgumentException(key, nameof(Messages.SettingIsNull), new SettingName(key));

    /// <summary>All caveats, the expiry first. There is at least one.</summary>
    /// <param name="now">The time at which <c>ValidFor</c> starts.</param>
    /// <exception cref="TokenException">A value is invalid, or none is specified.</exception>
    public IReadOnlyList<TokenCaveat> Build(DateTimeOffset now)
    {
        EnsureSingleExpiry();
        var caveats = Create(Settings, now);
        return caveats.Count > 0 ? caveats : throw new TokenArgumentException(CaveatKey, nameof(Messages.CaveatMissing));
    }

    /// <summary>The caveats without those of <see cref="ValidFor"/> and <see cref="ValidUntil"/>; may be empty.</summary>
    /// <exception cref="TokenException">A value is invalid.</exception>
    public IReadOnlyList<TokenCaveat> BuildWithoutExpiry()
    {
        EnsureSingleExpiry();
        return Create(
            Settings.Where(static setting => setting.ValueKind is not (CaveatValueKind.Duration or CaveatValueKind.PointInTime)), default);
    }

    private List<TokenCaveat> Create(IEnumerable<CaveatSetting> settings, DateTimeOffset now)
    {
        var purpose = TokenPurposes.Find(Purpose);
        var caveats = new List<TokenCaveat>();
        foreach (var setting in settings)
        {
            var template = purpose?.Caveats.FirstOrDefault(caveat => caveat.SettingKey == setting.Key);
            var value = _values.TryGetValue(setting.Key, out var specified) && specified is not false ? specified
                : template is null ? null
                : setting.ValueKind == CaveatValueKind.Flag ? true
                : template.Value ?? throw new TokenArgumentException(
                    setting.Key, nameof(Messages.PurposeSettingMissing), purpose!.Name, new SettingName(setting.Key));
            if (value is not null)
            {
                caveats.AddRange(TokenFormatException.ForSetting(setting.Key, () => Create(setting, value, now, purpose, template)));
            }
        }

        return caveats;
    }

    private static List<TokenCaveat> Create(
        CaveatSetting setting, object value, DateTimeOffset now, TokenPurpose? purpose, PurposeCaveat? template)
    {
        var created = setting.Create(value, now).ToList();
        return template is null || created.TrueForAll(caveat => template.Fits(caveat)) ? created
            : throw new TokenArgumentException(
                setting.Key, nameof(Messages.PurposeSettingConflict), purpose!.Name, new SettingName(setting.Key), purpose.Description);
    }

    private void EnsureSingleExpiry() =>
        TimeCaveat.EnsureSingleExpiry(_values.ContainsKey(TimeCaveat.ValidForKey), _values.ContainsKey(TimeCaveat.ValidUntilKey));
}
