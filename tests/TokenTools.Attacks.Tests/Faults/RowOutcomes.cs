using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>What became of each row, as the user of the cmdlet sees it.</summary>
internal sealed class RowOutcomes
{
    private readonly Dictionary<int, int> _counts = [];

    /// <summary>Written tokens.</summary>
    public HashSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens that an error holds.</summary>
    public HashSet<string> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows whose error says that a token may exist.</summary>
    public HashSet<int> Unknown { get; } = [];

    /// <summary>Rows whose error says that nothing was issued.</summary>
    public HashSet<int> Rejected { get; } = [];

    /// <summary>Tokens that came with another row than the one that they were issued for.</summary>
    public List<string> Misattributed { get; } = [];

    /// <summary>Outcomes by row.</summary>
    public IReadOnlyDictionary<int, int> Counts => _counts;

    /// <summary>Adds a token that the cmdlet wrote.</summary>
    public void AddOutput(PSObject output, TokenLedger ledger)
    {
        var token = Text(output.Properties["Token"].Value);
        Written.Add(token);
        if (RowOf(output.Properties["Input"]?.Value) is { } row)
        {
            Count(row);
            if (ledger.RowOf(token) != row)
            {
                Misattributed.Add(token + " of row " + ledger.RowOf(token) + " was written for row " + row);
            }
        }
    }

    /// <summary>Adds an error of the cmdlet.</summary>
    public void AddError(ErrorRecord error)
    {
        // Another command's error has the token as its target, and with it the row's cloud id.
        if (error.CategoryInfo.Activity != "New-InstallerToken" || RowOf(error.TargetObject) is not { } row)
        {
            return;
        }

        Count(row);
        AddClaim(row, PSObject.AsPSObject(error.Exception));
    }

    private void AddClaim(int row, PSObject exception)
    {
        if (exception.Properties["Token"]?.Value is { } token)
        {
            Held.Add(Text(PSObject.AsPSObject(token).Properties["Token"].Value));
        }
        else if (exception.Properties["NeverApplied"]?.Value is true)
        {
            Rejected.Add(row);
        }
        else
        {
            Unknown.Add(row);
        }
    }

    private void Count(int row) => _counts[row] = _counts.GetValueOrDefault(row) + 1;

    /// <summary>The row of a cmdlet's input; null for any other object.</summary>
    public static int? RowOf(object? input) => input is not null && PSObject.AsPSObject(input).Properties["CloudId"]?.Value is { } cloudId
        ? LedgerServer.Row(PSObject.AsPSObject(cloudId).BaseObject.ToString()!)
        : null;

    private static string Text(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        string text => text,
        var other => throw new InvalidOperationException("A token is a " + other.GetType()),
    };
}
