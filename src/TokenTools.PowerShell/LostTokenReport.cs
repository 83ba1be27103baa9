using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The warnings about tokens that were issued, or may have been, and were not returned.</summary>
/// <remarks>
/// A few have a warning each. Many are summarized by what became of them, so that the warnings stay readable: at most three, with
/// the inputs as ranges.
/// </remarks>
internal sealed class LostTokenReport
{
    private const int MaximumSingle = 10;

    private const int MaximumAccounts = 5;

    private readonly List<(InstallerTokenRow Row, IssueOutcome<InstallerToken> Outcome, string Warning)> _tokens = [];

    /// <summary>Adds an outcome, if it is one that has to be reported.</summary>
    public void Add(InstallerTokenRow row, IssueOutcome<InstallerToken> outcome)
    {
        if (row.DescribeLostToken(outcome) is { } warning)
        {
            _tokens.Add((row, outcome, warning));
        }
    }

    /// <summary>The warnings, in the order of the inputs.</summary>
    public IEnumerable<string> Warnings() => _tokens.Count <= MaximumSingle
        ? _tokens.Select(static token => token.Warning)
        : _tokens.GroupBy(static token => SummaryOf(token.Outcome)).Select(static group => group.ToList()).Select(
            static group => group.Count == 1 ? group[0].Warning : Summarize(
                SummaryOf(group[0].Outcome), group.ConvertAll(static token => (token.Row, token.Outcome))));

    private static string SummaryOf(IssueOutcome<InstallerToken> outcome) => outcome switch
    {
        IssueOutcome<InstallerToken>.Issued { Problem: null } => nameof(ModuleMessages.InstallerTokensNotReturned),
        IssueOutcome<InstallerToken>.Issued => nameof(ModuleMessages.InstallerTokensOfOtherAccounts),
        _ => nameof(ModuleMessages.InstallerTokensMayExist),
    };

    private static string Summarize(string message, List<(InstallerTokenRow Row, IssueOutcome<InstallerToken> Outcome)> tokens)
    {
        var accounts = tokens.Select(static token => Account(token.Row, token.Outcome)).Distinct().ToList();
        var shown = DisplayText.Cleaned(string.Join(", ", accounts.Take(MaximumAccounts).Select(DisplayText.Id)));
        return ModuleText.Format(
            message,
            tokens.Count,
            tokens.Select(static token => token.Row.Number ?? 1).OrderBy(static number => number)
                .Aggregate(new NumberRanges(), static (ranges, number) => ranges.Add(number)).ToString(),
            accounts.Count > MaximumAccounts
                ? ModuleText.Create(nameof(ModuleMessages.AndMore), shown, accounts.Count - MaximumAccounts)
                : (object)shown,
            TimeText.CeilingToMinute(tokens.Max(static token => Expiration(token.Outcome))));
    }

    private static string Account(InstallerTokenRow row, IssueOutcome<InstallerToken> outcome) =>
        outcome is IssueOutcome<InstallerToken>.Issued { Token: var token }
            ? token.AccountId
            : row.Connection!.EffectiveAccount(row.Request!);

    private static DateTimeOffset Expiration(IssueOutcome<InstallerToken> outcome) => outcome switch
    {
        IssueOutcome<InstallerToken>.Issued issued => issued.Token.Expiration,
        IssueOutcome<InstallerToken>.Unknown unknown => unknown.LatestExpiration,
        _ => DateTimeOffset.MinValue,
    };
}
