using System;
using System.Net;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A client's own copy of the credentials for its proxy, which is cleared with the client.</summary>
/// <remarks>
/// Not the NetworkCredential itself: it is the caller's, as part of a PSCredential for example, and HttpClient keeps what it is given.
/// </remarks>
internal sealed class ProxyCredentials : ICredentials, IDisposable
{
    private readonly string _userName;
    private readonly string _domain;
    private readonly SecureString _password;
    private readonly SecureString _header;

    public ProxyCredentials(NetworkCredential credential)
    {
        _userName = credential.UserName;
        _domain = credential.Domain;
        // A copy.
        _password = credential.SecurePassword;
        _header = SecureText.FromString(SecureText.ToBase64(_userName + ":", _password));
        Redactor = new Redactor(_password, _header);
    }

    /// <summary>Removes the credentials from text, as they are and as a Basic header carries them.</summary>
    public Redactor Redactor { get; }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The credentials are cleared.</exception>
    public NetworkCredential GetCredential(Uri uri, string authType) => new(_userName, _password, _domain);

    /// <inheritdoc/>
    public void Dispose()
    {
        _password.Dispose();
        _header.Dispose();
    }
}
