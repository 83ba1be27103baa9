using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A user name and a copy of its password, as Basic authentication sends them (RFC 7617).</summary>
internal sealed class BasicCredentials : IDisposable
{
    // Servers accept only much shorter headers.
    private const int MaximumPasswordLength = 4096;

    private readonly SecureString _password;
    private readonly SecureString _header;

    private BasicCredentials(string userName, SecureString password, SecureString header)
    {
        UserName = userName;
        _password = password;
        _header = header;
        Redactor = new Redactor(password, header);
    }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>Removes the password from text, as it is and as the header carries it.</summary>
    public Redactor Redactor { get; }

    /// <summary>Creates credentials.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password, which is copied.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">The name or the password is empty, or the header cannot contain it.</exception>
    public static BasicCredentials Create(string? userName, SecureString? password, string key)
    {
        var name = (userName ?? string.Empty).Trim();
        // RFC 7617 §2: everything after the first colon would become part of the password.
        var problem = name.Length == 0 || password is not { Length: > 0 } ? nameof(Messages.BasicCredentialIncomplete)
            : name.IndexOf(':') >= 0 ? nameof(Messages.BasicUserHasColon)
            : password.Length > MaximumPasswordLength ? nameof(Messages.BasicPasswordTooLong)
            : null;
        if (problem is not null)
        {
            throw new TokenArgumentException(key, problem, new SettingName(key), MaximumPasswordLength);
        }

        try
        {
            var copy = password!.Copy();
            copy.MakeReadOnly();
            return new BasicCredentials(name, copy, SecureText.FromString(SecureText.ToBase64(name + ":", copy)));
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException(key, nameof(Messages.BasicPasswordNotUnicode), new SettingName(key));
        }
    }

    /// <summary>Adds the header to a request.</summary>
    public void Authenticate(HttpRequestMessage message) => message.Headers.Authorization =
        new AuthenticationHeaderValue("Basic", SecureText.ToBase64(UserName + ":", _password));

    /// <inheritdoc/>
    public void Dispose()
    {
        _password.Dispose();
        _header.Dispose();
    }
}
