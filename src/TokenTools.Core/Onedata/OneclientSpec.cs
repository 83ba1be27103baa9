using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Export;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The settings for passing an access token to Oneclient, as a front end binds them, and the rules for them.</summary>
/// <remarks>The names of the variables: oneclient:src/options/options.cc.</remarks>
internal sealed class OneclientSpec
{
    /// <summary>The interface of Oneclient, as a caveat names it.</summary>
    public const string Interface = "oneclient";

    /// <summary>The variable for the access token.</summary>
    public const string TokenVariable = "ONECLIENT_ACCESS_TOKEN";

    /// <summary>The variable for the host of the Oneprovider.</summary>
    public const string HostVariable = "ONECLIENT_PROVIDER_HOST";

    /// <summary>The host of the Oneprovider; null to leave it to the environment.</summary>
    public string? ProviderHost { get; set; }

    /// <summary>The file to write, as a full path; null for none.</summary>
    public string? Path { get; set; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; set; }

    /// <summary>Checks everything that can be checked without writing anything.</summary>
    /// <exception cref="TokenArgumentException">The token cannot be used with Oneclient, or a setting is invalid.</exception>
    public OneclientVariables Build(OnedataToken token)
    {
        const string Key = "Token";
        if (token.Type != OnedataTokenType.AccessName)
        {
            throw new TokenArgumentException(Key, nameof(Messages.OneclientNoAccessToken), token.Type);
        }

        if (token.IsExpired)
        {
            throw new TokenArgumentException(Key, nameof(Messages.OneclientTokenExpired), TimeCaveat.Utc(token.ExpiresAt!.Value));
        }

        if (Force && Path is null)
        {
            throw new TokenArgumentException(nameof(Force), nameof(Messages.ForceRequiresPath));
        }

        var host = ProviderHost?.Trim();
        if (host is not null && Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            throw new TokenArgumentException(nameof(ProviderHost), nameof(Messages.OneclientHostInvalid), DisplayText.Sanitize(host));
        }

        var evaluation = PurposeEvaluation.Of(token, Oneclient.Definition, new CaveatContext { At = token.Now }).Single();
        TokenWarning[] warnings = evaluation.Outcome == CaveatOutcome.NotSatisfied
            ? [new TokenWarning(
                nameof(Messages.PurposeWarning), evaluation.Purpose, evaluation.Use, DisplayText.Cleaned(evaluation.Reason))]
            : [];
        return new OneclientVariables(token, host, Path, Force, warnings);
    }
}

/// <summary>The environment variables for Oneclient.</summary>
/// <param name="Token">The access token.</param>
/// <param name="Host">The host of the Oneprovider; null for none.</param>
/// <param name="Path">The file to write; null for none.</param>
/// <param name="Force">Whether an existing file is replaced.</param>
/// <param name="Warnings">Why Oneclient would be rejected; empty for no known reason.</param>
internal sealed record OneclientVariables(
    OnedataToken Token, string? Host, string? Path, bool Force, IReadOnlyList<TokenWarning> Warnings)
{
    /// <summary>The names and values.</summary>
    public IEnumerable<NamedValue> Values()
    {
        yield return new NamedValue(OneclientSpec.TokenVariable, Token.Secret.ToSecureString(), nameof(Token));
        if (Host is not null)
        {
            yield return new NamedValue(OneclientSpec.HostVariable, Host, nameof(OneclientSpec.ProviderHost));
        }
    }

    /// <summary>Writes a file of lines of name=value, as systemd and docker read them. Only its owner can read it.</summary>
    /// <param name="files">Writes it.</param>
    /// <exception cref="TokenArgumentException">The file exists and is not to be replaced, or cannot be written.</exception>
    public void Save(OwnerOnlyFile files)
    {
        using var text = new SecretBuffer();
        EnvironmentFile.Write(Values(), text);
        files.Write(Path!, Force, text.WriteTo);
    }
}
