using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>
/// Finds out from the audit log whether installer tokens were created whose responses were lost. Says Created, NotCreated or Unknown for
/// each: NotCreated only if the log proves it.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "InstallerToken", HelpUri = HelpPages.Folder + "Resolve-InstallerToken.md")]
[OutputType(typeof(InstallerTokenResolution))]
public sealed class ResolveInstallerTokenCommand : BoomiCommand
{
    private readonly List<UnknownInstallerToken> _tokens = [];

    /// <summary>
    /// The errors of New-InstallerToken, or records of such errors: objects with accountId, earliestCreated and latestCreated, and optionally
    /// installType and latestExpiration.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = HelpMessages.InstallerTokenError)]
    [AllowNull]
    [SecuredInput]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// The tokens that the same user received at about the same time, or objects with their time of creation as Created. The log has entries
    /// for these as well.
    /// </summary>
    [Parameter]
    [AllowEmptyCollection]
    public PSObject[] IssuedToken { get; set; } = [];

    /// <summary>
    /// The connection to use: one of the user and account that the tokens were requested with. By default, the session's default connection,
    /// or the one that the environment variables describe.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public override BoomiConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(InputObject), () => _tokens.Add(Read(InputObject)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_tokens.Count == 0)
        {
            return;
        }

        ForInput("Boomi", () =>
        {
            var issued = IssuedToken.Select(static token => Time(token, "Created")).OfType<DateTimeOffset>().ToList();
            var resolver = new InstallerTokenResolver(EffectiveConnection);
            WriteObject(
                Await((progress, cancellationToken) => resolver.ResolveAsync(_tokens, issued, progress, cancellationToken)),
                enumerateCollection: true);
        });
    }

    private static UnknownInstallerToken Read(PSObject? input)
    {
        var error = input?.BaseObject switch
        {
            ErrorRecord record => record.Exception,
            Exception exception => exception,
            _ => null,
        };
        return error is TokenException known ? UnknownInstallerToken.From(known, input)
            : error is not null || input is null || input.BaseObject is string or IEnumerable and not IDictionary ? throw UnknownInstallerToken.NotARecord()
            : UnknownInstallerToken.From(
                Value(input, "InstallType") as string,
                Value(input, "AccountId") as string,
                Time(input, "EarliestCreated"),
                Time(input, "LatestCreated"),
                Time(input, "LatestExpiration"),
                input);
    }

    private static object? Value(PSObject item, string name) =>
        (item.BaseObject is IDictionary table ? table[name] : item.Properties[name]?.Value) is { } value
            ? PSObject.AsPSObject(value).BaseObject
            : null;

    // Null for no property and for an empty cell.
    private static DateTimeOffset? Time(PSObject item, string name) => Value(item, name) switch
    {
        DateTimeOffset time => time,
        DateTime date => PointInTime.From(date),
        string text when !string.IsNullOrWhiteSpace(text) => TokenFormatException.ForSetting(name, () => PointInTime.Parse(text)),
        _ => null,
    };
}
