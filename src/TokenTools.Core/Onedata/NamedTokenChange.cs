using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata;

/// <summary>What to change of a named token, as a user specified it. The rest of a token cannot be changed.</summary>
internal sealed class NamedTokenChange
{
    /// <summary>The new name; null to keep it.</summary>
    public string? NewName { get; set; }

    /// <summary>The data that replaces the user's own data about the token: a dictionary, or JSON; null to keep it.</summary>
    public object? Metadata { get; set; }

    /// <summary>True to revoke the token.</summary>
    public bool Revoke { get; set; }

    /// <summary>True to restore a revoked token.</summary>
    public bool Restore { get; set; }

    /// <summary>Checks the changes before a request is sent.</summary>
    /// <exception cref="TokenException">A value is invalid, two of them contradict each other, or none is specified.</exception>
    public void Validate() => ToJson();

    /// <summary>The body of the request (oz:src/logic/token_logic_plugin.erl, validate/1).</summary>
    /// <exception cref="TokenException">A value is invalid, two of them contradict each other, or none is specified.</exception>
    public JObject ToJson()
    {
        if (Revoke && Restore)
        {
            throw TokenArgumentException.Exclusive(nameof(Revoke), new SettingName(nameof(Revoke)), new SettingName(nameof(Restore)));
        }

        var json = new JObject();
        if (NewName is not null)
        {
            json["name"] = NamedTokenSpec.ValidName(NewName, nameof(NewName));
        }

        if (Metadata is not null)
        {
            json["customMetadata"] = TokenFormatException.ForSetting(nameof(Metadata), () => MetadataJson.Read(Metadata));
        }

        if (Revoke || Restore)
        {
            json["revoked"] = Revoke;
        }

        return json.Count > 0 ? json : throw new TokenArgumentException(nameof(NewName), nameof(Messages.NamedTokenChangeMissing));
    }
}
