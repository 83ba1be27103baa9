using System.Collections.Generic;
using TokenTools.Export;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The settings for passing a registration token to Onepanel in a file, as a front end binds them, and the rules for them.</summary>
/// <remarks>
/// The names of the settings: swagger of onepanel, <c>POST /provider</c>. Onepanel waits up to 30 minutes for the file, and ignores white
/// space around the token.
/// </remarks>
internal sealed class OneproviderRegistrationSpec
{
    private const string InviteTypeName = "registerOneprovider";

    /// <summary>The file to write, as a full path.</summary>
    public string? Path { get; set; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; set; }

    /// <summary>Checks everything that can be checked without writing anything.</summary>
    /// <exception cref="TokenArgumentException">A Oneprovider cannot register with the token, or there is no path.</exception>
    public OneproviderRegistration Build(OnedataToken token)
    {
        const string Key = "Token";
        if (token.InviteType != InviteTypeName)
        {
            throw new TokenArgumentException(
                Key, nameof(Messages.OneproviderNoRegistrationToken), InviteTypeName, token.InviteType ?? token.Type);
        }

        if (token.IsExpired)
        {
            throw new TokenArgumentException(Key, nameof(Messages.OneproviderTokenExpired), TimeCaveat.Utc(token.ExpiresAt!.Value));
        }

        return Path is { Length: > 0 } path
            ? new OneproviderRegistration(token, path, Force)
            : throw new TokenArgumentException(nameof(Path), nameof(Messages.OneproviderNoFileName));
    }
}

/// <summary>A registration token that Onepanel reads from a file.</summary>
/// <param name="Token">The invite token.</param>
/// <param name="Path">The file.</param>
/// <param name="Force">Whether an existing file is replaced.</param>
internal sealed record OneproviderRegistration(OnedataToken Token, string Path, bool Force)
{
    /// <summary>The settings of Onepanel's request that name the file. The token is not among them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new KeyValuePair<string, string>("tokenProvisionMethod", "fromFile");
        yield return new KeyValuePair<string, string>("tokenFile", Path);
    }

    /// <summary>Writes the file. Only its owner can read it.</summary>
    /// <param name="files">Writes it.</param>
    /// <exception cref="TokenArgumentException">The file exists and is not to be replaced, or cannot be written.</exception>
    public void Save(OwnerOnlyFile files) =>
        new TokenExportSpec { Path = Path, Force = Force }.Build(((IExportableToken)Token).ToExport()).Save(files);
}
