using System.Security;
using System.Text;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Creates GoodData.CN bootstrap tokens.</summary>
internal static class BootstrapTokenFactory
{
    /// <summary>The token id, which the platform fixes (mouchar/gooddata-cn-tools:k3d/README.md).</summary>
    public const string TokenId = "bootstrap";

    /// <summary>Creates the token of a user id and a password.</summary>
    /// <param name="userName">The administrator's user id.</param>
    /// <param name="password">The password; it is copied.</param>
    /// <param name="asPlainText">Whether the token is a string instead of a <see cref="SecureString"/>.</param>
    /// <exception cref="TokenArgumentException">The user id or the password is not valid.</exception>
    public static BootstrapToken Create(string? userName, SecureString? password, bool asPlainText = false)
    {
        ValidateUserName(userName);
        BootstrapPassword.Validate(password);
        string token;
        try
        {
            token = SecureText.ToBase64(userName + ":" + TokenId + ":", password!);
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordNotUnicode));
        }

        var copy = password!.Copy();
        copy.MakeReadOnly();
        return new BootstrapToken(
            userName!,
            TokenId,
            TokenSecret.FromString(token, asPlainText),
            copy,
            SecureText.WithChars(password, BootstrapPassword.GetWarnings));
    }

    /// <summary>Checks a user id.</summary>
    /// <exception cref="TokenArgumentException">
    /// The user id is not valid. The message does not repeat it: it may be the password.
    /// </exception>
    public static void ValidateUserName(string? userName)
    {
        if (!GoodDataId.IsValid(userName))
        {
            throw new TokenArgumentException("UserName", nameof(Messages.BootstrapUserInvalid), new SettingName("UserName"));
        }
    }
}
