using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a user of an organization: the desired state.</summary>
internal sealed class GoodDataUserSpec
{
    /// <summary>The longest attribute (gooddata/gooddata-python-sdk:schemas, JsonApiUserIn).</summary>
    public const int LongestText = 255;

    // Without the characters that only a quoted local part can have (RFC 5322 §3.2.3). A user name and a password, separated by a colon, is
    // not an address.
    private static readonly Regex Address = new(
        @"\A[^\s@:;,<>()\[\]\\""]+@[^\s@:;,<>()\[\]\\""]+\z", RegexOptions.CultureInvariant);

    /// <summary>The user's id; null to derive it from the e-mail address.</summary>
    public string? Id { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The first name; null to leave it as it is.</summary>
    public string? FirstName { get; set; }

    /// <summary>The last name; null to leave it as it is.</summary>
    public string? LastName { get; set; }

    /// <summary>The id of the identity provider's user; null to leave it as it is.</summary>
    public string? AuthenticationId { get; set; }

    /// <summary>The ids of groups that the user becomes a member of.</summary>
    public IReadOnlyList<string>? UserGroup { get; set; }

    /// <summary>Whether the user gets the permission MANAGE in the organization.</summary>
    public bool Manage { get; set; }

    /// <summary>Whether the user is also created in Dex, the built-in identity provider.</summary>
    public bool Dex { get; set; }

    /// <summary>The password in Dex; null to generate one for a new user.</summary>
    public SecureString? Password { get; set; }

    /// <summary>The effective id.</summary>
    public string EffectiveId => string.IsNullOrWhiteSpace(Id) ? GoodDataId.FromEmail(Trim(Email) ?? string.Empty) : Id!.Trim();

    /// <summary>The name that Dex shows: first and last name, otherwise the part of the e-mail address before the @.</summary>
    public string DisplayName => string.Join(" ", new[] { Trim(FirstName), Trim(LastName) }.OfType<string>()) is { Length: > 0 } name
        ? name
        : Email!.Trim().Split('@')[0];

    /// <summary>The attributes that are specified, by the platform's names.</summary>
    public IEnumerable<(string Name, string Value)> Attributes()
    {
        foreach (var (name, value) in new[]
        {
            ("email", Email), ("firstname", FirstName), ("lastname", LastName), ("authenticationId", AuthenticationId),
        })
        {
            if (Trim(value) is { } text)
            {
                yield return (name, text);
            }
        }
    }

    /// <summary>The ids of the groups.</summary>
    public IReadOnlyList<string> Groups() =>
        (UserGroup ?? []).Select(Trim).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

    /// <summary>Checks all settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        var email = Trim(Email);
        Require(Trim(Id) is not null || email is not null, nameof(Id), nameof(Messages.GoodDataUserUnnamed));
        Require(email is null || IsEmail(email), nameof(Email), nameof(Messages.GoodDataEmailInvalid));
        Require(GoodDataId.IsValid(EffectiveId), Trim(Id) is null ? nameof(Email) : nameof(Id), nameof(Messages.BootstrapUserInvalid));
        foreach (var (key, value) in new[]
        {
            (nameof(FirstName), FirstName), (nameof(LastName), LastName), (nameof(AuthenticationId), AuthenticationId),
        })
        {
            Require(IsText(value), key, nameof(Messages.GoodDataTextInvalid));
        }

        foreach (var group in Groups())
        {
            Require(GoodDataId.IsValid(group), nameof(UserGroup), nameof(Messages.OrganizationGroupInvalid));
        }

        ValidateDex(email);
    }

    private void ValidateDex(string? email)
    {
        Require(Password is null || Dex, nameof(Password), nameof(Messages.GoodDataPasswordWithoutDex));
        if (Dex)
        {
            Require(email is not null, nameof(Email), nameof(Messages.GoodDataDexWithoutEmail));
            if (Trim(AuthenticationId) is not null)
            {
                throw TokenArgumentException.Exclusive(
                    nameof(AuthenticationId), new SettingName(nameof(AuthenticationId)), new SettingName(nameof(Dex)));
            }

            if (Password is not null)
            {
                BootstrapPassword.Validate(Password);
            }
        }
    }

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();

    private static bool IsText(string? text) => text is null
        || (text.Trim().Length <= LongestText && SecureText.IsUnicode(text.ToCharArray()) && !text.Any(char.IsControl));

    private static bool IsEmail(string text) => IsText(text) && Address.IsMatch(text);

    // No message repeats a value: it may be a password in the wrong place.
    private static void Require(bool condition, string key, string errorId)
    {
        if (!condition)
        {
            throw new TokenArgumentException(key, errorId, new SettingName(key), LongestText);
        }
    }
}
