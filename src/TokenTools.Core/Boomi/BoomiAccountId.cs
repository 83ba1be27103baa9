using System;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>
/// Validates account ids. Boomi documents no format; see https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction.
/// </summary>
internal static class BoomiAccountId
{
    // The longest known id has 25 characters.
    private const int MaximumLength = 255;

    // Characters of base64 and of passwords.
    private static readonly char[] NotInIds = ['/', '+', '=', '!', '#', '$', '%', '^', '&', '*', '~'];

    // Such as acme-A1B2C3 or boomi_brianmerrick-4SYB9W: the format of every known id.
    private static readonly Regex UsualFormat = new(@"\A[A-Za-z0-9_]+-[A-Z0-9]{6}\z", RegexOptions.CultureInvariant);

    /// <summary>Rejects text that cannot be an account id, or that must not become part of an address. Accepts null.</summary>
    /// <param name="accountId">The id.</param>
    /// <param name="settingKey">The key of the setting that contains it.</param>
    /// <exception cref="TokenArgumentException">The text cannot be an account id.</exception>
    public static void Validate(string? accountId, string settingKey)
    {
        if (accountId is null)
        {
            return;
        }

        // A user name or a token would be shown in messages and become part of the address of each request, which proxies log.
        if (accountId.IndexOf(BoomiTokenPattern.ApiTokenPrefix, StringComparison.OrdinalIgnoreCase) >= 0
            || BoomiTokenPattern.IsApiToken(accountId) || Redactor.ByShape.Redact(accountId) != accountId
            || (accountId.IndexOfAny(NotInIds) >= 0 && SuspectWords.IsSuspect(accountId)))
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.BoomiAccountIsUser), new SettingName(settingKey));
        }

        // Dots cannot be escaped in a path and would lead to another address (RFC 3986 §5.2.4); a lone surrogate has no escaped form.
        if (accountId is "." or ".." || accountId.Length > MaximumLength || !SecureText.IsUnicode(accountId.ToCharArray()))
        {
            throw new TokenArgumentException(
                settingKey, nameof(Messages.BoomiAccountIdInvalid), new SettingName(settingKey), DisplayText.Id(accountId));
        }
    }

    /// <summary>True for text that is more likely a user's e-mail address or part of a web address.</summary>
    public static bool LooksSwapped(string accountId) => accountId.IndexOfAny(['@', '/']) >= 0;

    /// <summary>True for an e-mail address as the account id together with a user name that looks like an account id.</summary>
    public static bool AreSwapped(string accountId, string userName) => accountId.IndexOf('@') >= 0 && UsualFormat.IsMatch(userName);
}
