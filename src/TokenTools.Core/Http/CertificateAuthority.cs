using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace TokenTools.Http;

/// <summary>Certificate authorities that a connection trusts in addition to those of the system, such as a company's own.</summary>
internal sealed class CertificateAuthority
{
    private const string Key = "CertificateAuthority";

    // Bundles of all public authorities have less than 1 MiB.
    private const int LargestFile = 4 * 1024 * 1024;

    private static readonly Regex Block = new(
        "-----BEGIN CERTIFICATE-----(?<base64>[A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----", RegexOptions.CultureInvariant);

    private readonly X509Certificate2[] _certificates;

    private CertificateAuthority(X509Certificate2[] certificates) => _certificates = certificates;

    /// <summary>Reads a file with one or more certificates in PEM, or one in DER.</summary>
    /// <exception cref="TokenArgumentException">The file cannot be read, or contains no certificate.</exception>
    public static CertificateAuthority Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length is 0 or > LargestFile)
            {
                throw new TokenArgumentException(Key, nameof(Messages.CertificateAuthorityInvalid), new SettingName(Key));
            }

            var bytes = File.ReadAllBytes(path);
            var blocks = Block.Matches(System.Text.Encoding.ASCII.GetString(bytes));
            return new CertificateAuthority(blocks.Count == 0
                ? [new X509Certificate2(bytes)]
                : [.. blocks.Cast<Match>().Select(
                    static block => new X509Certificate2(Convert.FromBase64String(block.Groups["base64"].Value)))]);
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            throw new TokenArgumentException(Key, nameof(Messages.CertificateAuthorityInvalid), new SettingName(Key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new TokenArgumentException(
                Key, nameof(Messages.CertificateAuthorityUnreadable), new SettingName(Key), path, FileError.ReasonOf(error, path));
        }
    }

    /// <summary>True if the system trusts a server's certificate, or if its chain ends at one of these authorities.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="chain">The chain with the certificates that the server sent.</param>
    /// <param name="errors">What the system found.</param>
    public bool Accepts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Another host's certificate is not accepted.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using var own = new X509Chain();
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // The root is compared below. .NET Framework has no other way to trust one that the system does not.
        own.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        own.ChainPolicy.ExtraStore.AddRange(_certificates);
        foreach (var element in chain?.ChainElements.Cast<X509ChainElement>() ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (!own.Build(certificate))
        {
            return false;
        }

        var root = own.ChainElements[own.ChainElements.Count - 1].Certificate.RawData;
        return Array.Exists(_certificates, trusted => trusted.RawData.SequenceEqual(root));
    }
}
