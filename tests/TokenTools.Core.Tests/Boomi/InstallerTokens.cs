using System;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Installer tokens and settings for tests.</summary>
internal static class InstallerTokens
{
    public const string Secret = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    public static InstallerToken Token(
        string type = "MOLECULE", string? cloud = null, TimeSpan? left = null, bool asPlainText = false, string secret = Secret)
    {
        var now = DateTimeOffset.UtcNow;
        return new InstallerToken(
            type,
            TokenSecret.FromString(secret, asPlainText),
            now.AddMinutes(-30),
            now + (left ?? TimeSpan.FromMinutes(30)),
            "acme-A1B2C3",
            60,
            cloud);
    }

    /// <summary>Every setting of an installer.</summary>
    public static InstallerArgumentSpec Everything(InstallerArgumentForm form, string? path = null) => new()
    {
        As = form,
        Path = path,
        RuntimeName = "my runtime",
        InstallDirectory = "/opt/boomi",
        LocalPath = "/l",
        LocalTempPath = "/t",
        EnvironmentId = "e-1",
        JdkPath = "/jdk",
        SymlinksDirectory = "/links",
        ProxyHost = "proxy",
        ProxyPort = 8080,
        ProxyUser = "me",
        ProxyPassword = Requests.Secure("p$1 \"x\""),
    };
}
