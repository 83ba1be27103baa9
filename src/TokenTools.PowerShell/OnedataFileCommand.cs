using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that write Onedata tokens to files for the program that uses them.</summary>
public abstract class OnedataFileCommand : TokenCommand
{
    private int _position;

    private protected OnedataFileCommand()
    {
    }

    /// <summary>
    /// The token: from New-TemporaryToken or ConvertFrom-OnedataToken, text, SecureString, credential, or an object with one of these as
    /// its Token. You are prompted for one by default.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = HelpMessages.OnedataToken)]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? Token { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The files of this run: one of them is not replaced by another, even with -Force.</summary>
    private protected OwnerOnlyFile Files { get; } = new();

    /// <summary>The file to write, as specified; null for none.</summary>
    private protected abstract string? FilePath { get; }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput)
        {
            RequireCreatable(Files, FilePath, Force);
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() =>
        ForTokens(
            TokensOrPrompt(Token, nameof(Token)), ref _position, input => ProcessToken(Decoded(input.Decode(new OnedataDecodeOptions()))));

    /// <summary>Processes a token.</summary>
    private protected abstract void ProcessToken(OnedataToken token);

    /// <summary>Writes values to the pipeline as a hashtable, whose keys are case-sensitive.</summary>
    private protected void WriteTable<T>(IEnumerable<KeyValuePair<string, T>> values)
    {
        var table = new Hashtable(System.StringComparer.Ordinal);
        foreach (var value in values)
        {
            table[value.Key] = value.Value;
        }

        WriteObject(table);
    }
}
