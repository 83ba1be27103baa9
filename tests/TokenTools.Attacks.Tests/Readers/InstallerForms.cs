using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Net;
using System.Security;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>A session with an installer token, converted with a pair of a setting and a secret at a time.</summary>
public sealed class InstallerForms : IDisposable
{
    /// <summary>The token.</summary>
    internal const string Token = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    private const string Issue = """
        param($Uri, $Secret)
        Connect-Boomi acme-A1B2C3 user@acme.example $Secret -BaseUri $Uri -NoProxy
        $token = New-InstallerToken MOLECULE
        """;

    private const string Convert = """
        param($Form, $Folder, $Settings, $Secrets, $Options)
        $number = 0
        foreach ($setting in $Settings) {
            $parameters = @{ As = $Form; RuntimeName = 'a'; LocalPath = $setting } + $Options
            $parameters.ProxyCredential = [pscredential]::new('me', $Secrets[$number])
            if ($Form -like '*File') { $parameters.Path = Join-Path $Folder $number }
            $warnings = $failures = $null
            $parameters += @{ WarningVariable = 'warnings'; WarningAction = 'Ignore'; ErrorVariable = 'failures'; ErrorAction = 'SilentlyContinue' }
            $result = ConvertTo-InstallerArgument -InputObject $token @parameters
            [pscustomobject] @{ Result = $result; Warnings = [string[]] $warnings; Error = [string] $failures.FullyQualifiedErrorId }
            $number++
        }
        """;

    private const string Organizations = """
        param($Names)
        $hash = '$6$saltsalt$' + 'a' * 86
        foreach ($name in $Names) {
            ConvertTo-OrganizationManifest -Id alpha -HostName a.example.com -Name $name -AdminUser admin -PasswordHash $hash -Format Yaml
        }
        """;

    private readonly Dictionary<string, IReadOnlyList<ConvertedForm>> _converted = new(StringComparer.Ordinal);
    private readonly Lazy<string> _manifests;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-readers-");

    public InstallerForms()
    {
        _manifests = new Lazy<string>(CreateManifests);
        static string Date(DateTime date) => date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var (created, expiration) = (Date(DateTime.UtcNow), Date(DateTime.UtcNow.AddMinutes(60)));
        var document = $$"""
            {"installType":"MOLECULE","token":"{{Token}}","created":"{{created}}","expiration":"{{expiration}}",
            "accountId":"acme-A1B2C3","durationMinutes":60}
            """;
        using var server = HostileServer.Answering(_ => HttpAnswer.Of(200, document));
        Assert.Empty(Session.Run(Issue, server.Uri.AbsoluteUri, Secure("an-api-token")).Errors);
    }

    internal PowerShellSession Session { get; } = new();

    /// <summary>The manifests of all hostile values, then of organizations with the hostile values as names.</summary>
    internal string Manifests => _manifests.Value;

    public void Dispose()
    {
        Session.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A folder of its own for each test.</summary>
    internal string CreateFolder() => _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>Converts the token with each of <see cref="HostileValues.Pairs"/>, once for all tests that read the form.</summary>
    internal IReadOnlyList<ConvertedForm> ConvertHostileValues(string form, params (string Name, object Value)[] options)
    {
        var key = form + options.Length;
        if (!_converted.TryGetValue(key, out var converted))
        {
            _converted[key] = converted = ConvertEach(form, CreateFolder(), HostileValues.Pairs, options);
            Assert.All(converted, static conversion => Assert.Equal(string.Empty, conversion.Error));
        }

        return converted;
    }

    /// <summary>Converts the token with each pair; files are named by the pair's number.</summary>
    internal IReadOnlyList<ConvertedForm> ConvertEach(
        string form, string folder, IReadOnlyList<(string Setting, string Secret)> pairs, params (string Name, object Value)[] options)
    {
        var table = new System.Collections.Hashtable();
        foreach (var (name, value) in options)
        {
            table[name] = value;
        }

        var settings = pairs.Select(static pair => pair.Setting).ToArray();
        var secrets = pairs.Select(static pair => Secure(pair.Secret)).ToArray();
        var run = Session.Run(Convert, form, folder, settings, secrets, table);
        Assert.Null(run.Terminating);
        Assert.Equal(pairs.Count, run.Output.Count);
        return
        [
            .. run.Output.Select((output, number) => new ConvertedForm(
                Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture)),
                Unwrap(output.Properties["Result"].Value),
                (string[]?)output.Properties["Warnings"].Value ?? [],
                (string)output.Properties["Error"].Value)),
        ];
    }

    private string CreateManifests()
    {
        var secrets = ConvertHostileValues("KubernetesSecret", ("Namespace", "prod"));
        var organizations = Session.Run(Organizations, [HostileValues.Names.ToArray()]);
        Assert.Empty(organizations.Errors);
        var all = secrets.Select(static form => (string)form.Result!).Concat(organizations.Output.Select(static text => (string)text.BaseObject));
        // The cmdlets leave the last line break to PowerShell.
        return string.Join('\n', all);
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;

    // A cmdlet without output returns an empty object of the engine.
    private static object? Unwrap(object? value) => value == AutomationNull.Value ? null : value is PSObject wrapped ? wrapped.BaseObject : value;
}

/// <summary>The tests that read the forms share them.</summary>
[CollectionDefinition(nameof(InstallerForms))]
public sealed class InstallerFormsCollection : ICollectionFixture<InstallerForms>;

/// <summary>A token in one form.</summary>
/// <param name="Path">The file, if the form is one.</param>
/// <param name="Result">The cmdlet's output.</param>
/// <param name="Warnings">The cmdlet's warnings.</param>
/// <param name="Error">The id of the cmdlet's error; empty for none.</param>
internal sealed record ConvertedForm(string Path, object? Result, IReadOnlyList<string> Warnings, string Error);
