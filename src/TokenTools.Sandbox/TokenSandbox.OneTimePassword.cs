namespace TokenTools.Sandbox;

// The second factor of the Boomi user.
public sealed partial class TokenSandbox
{
    /// <summary>
    /// Boomi: true if the password requires a code of a second factor in <c>X-Boomi-OTP</c>; false by default. The API token requires none.
    /// </summary>
    public bool RequireOneTimePassword
    {
        get => _boomi.OneTimePasswords.AreRequired;
        set => _boomi.OneTimePasswords.AreRequired = value;
    }

    /// <summary>Creates a code of the Boomi user's second factor, as an authenticator shows it. It is valid for one request.</summary>
    public string CreateOneTimePassword() => _boomi.OneTimePasswords.Create();
}
