using System;
using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.PowerShell.Commands.Boomi;
using TokenTools.Rows;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>One input of New-InstallerToken: its bound values, and its name in messages.</summary>
internal sealed class InstallerTokenRow
{
    // Columns that usually identify a row and contain no secret, unlike other columns.
    private static readonly string[] NameColumns = ["RuntimeName", "AtomName", "Name", "ComputerName", "HostName", "Id"];

    private readonly PSObject? _input;

    /// <param name="input">The pipeline's object; null for none.</param>
    /// <param name="number">The input's number, from 1; null without a pipeline.</param>
    /// <param name="installType">The bound install type.</param>
    public InstallerTokenRow(PSObject? input, int? number, string? installType)
    {
        _input = input;
        Number = number;
        // Not a token: neither one from an earlier run, which may be plain text, nor one instead of an install type.
        Target = input is { BaseObject: not (InstallerToken or string) } ? (object)input
            : string.IsNullOrWhiteSpace(installType) || InstallerTokenSpec.IsWord(installType!.Trim()) ? installType ?? string.Empty
            : nameof(NewInstallerTokenCommand.InstallType);
    }

    /// <summary>The input's number, from 1; null without a pipeline.</summary>
    public int? Number { get; }

    /// <summary>The input as the target of an error record; never a secret.</summary>
    public object Target { get; }

    /// <summary>The Input of the returned token; null if the input is text or there is none.</summary>
    public object? Input => Target is PSObject ? Target : null;

    /// <summary>True if the input is a connection: an error of this connection then does not affect the next input.</summary>
    public bool IsConnection => _input is { BaseObject: BoomiConnection };

    /// <summary>The input's cells; empty until they are read.</summary>
    public Row Cells { get; private set; } = Row.Empty;

    /// <summary>The connection that the request is sent over; null until there is one.</summary>
    public BoomiConnection? Connection { get; set; }

    /// <summary>The request; null until there is one.</summary>
    public InstallerTokenRequest? Request { get; set; }

    /// <summary>Reads the cells, and checks all that can be checked before a token is requested.</summary>
    /// <param name="reader">Returns what identifies the columns; not called for text.</param>
    /// <exception cref="TokenException">
    /// The object does not describe a request, so that it would create a token that was not requested; a column looks like a setting but is
    /// not one; or a setting of the installer cannot be used.
    /// </exception>
    public void Read(Func<RowReader> reader)
    {
        if (TokenConverter.Untransferable("Connection", _input) is { } error)
        {
            throw error;
        }

        if (_input?.BaseObject is string or BoomiConnection)
        {
            return;
        }

        Cells = PipelineRow.Read(reader(), _input);
        if (!InstallerRow.DescribesRequest(Cells))
        {
            CsvDelimiter.Validate(_input);
            var type = _input?.BaseObject.GetType().Name ?? "null";
            throw ModuleText.ArgumentError("InputObject", nameof(ModuleMessages.InstallerInputUnknown), type);
        }

        InstallerRow.ValidateInstaller(Cells);
    }

    /// <summary>The install type. The engine binds the text of the whole object if it has no such property.</summary>
    /// <param name="bound">The value that the engine bound.</param>
    /// <param name="isNamed">Whether it was specified for all inputs.</param>
    /// <param name="isBoundForAll">Whether it was specified for all inputs, or is a default value of the session.</param>
    public string? InstallType(string? bound, bool isNamed, bool isBoundForAll) =>
        isNamed || _input is null ? bound
        : _input.BaseObject is string text ? text
        : isBoundForAll ? Cells.Text(nameof(NewInstallerTokenCommand.InstallType)) ?? bound
        : Cells.HasColumn(nameof(NewInstallerTokenCommand.InstallType)) ? bound
        : null;

    /// <summary>Sets what the row's cells specify. A parameter takes precedence, but not one with a default value of the session.</summary>
    /// <remarks>
    /// The engine binds only one of two parameters in different sets, so that the cell of the other one would be ignored, and no cell to a
    /// parameter that has a default value. If the minutes are not a number, the error shows the text of the cell.
    /// </remarks>
    /// <param name="spec">The settings, with the values of the parameters.</param>
    /// <param name="isLifetimeNamed">Whether the lifetime was specified for all inputs.</param>
    /// <param name="isDefault">Whether a parameter has a default value of the session.</param>
    /// <exception cref="TokenException">A cell cannot be parsed.</exception>
    public void SetCells(InstallerTokenSpec spec, bool isLifetimeNamed, Func<string, bool> isDefault)
    {
        bool Precedes(string key, string? value) => !isDefault(key) && !string.IsNullOrWhiteSpace(value);
        if (!isLifetimeNamed && (Cells.Value(nameof(spec.DurationMinutes)) ?? Cells.Value(nameof(spec.ValidFor))) is not null)
        {
            (spec.RequiresValidFor, spec.DurationMinutes, spec.ValidFor) = (false, null, null);
        }

        Cells.CopyTo(spec, key => key switch
        {
            nameof(spec.InstallType) => true,
            nameof(spec.DurationMinutes) or nameof(spec.ValidFor) => isLifetimeNamed,
            nameof(spec.CloudId) => Precedes(key, spec.CloudId),
            nameof(spec.AccountId) => Precedes(key, spec.AccountId),
            nameof(spec.OverrideAccountId) => Precedes(key, spec.OverrideAccountId),
            _ => false,
        });
    }

    /// <summary>The text of a cell; null for no property and for an empty cell.</summary>
    public string? CellText(string column) => Cell(column) is { } value ? Text(value) : null;

    /// <summary>The record of an error about this input, whose message names the input if it comes from a pipeline.</summary>
    public ErrorRecord ToErrorRecord(TokenException error)
    {
        var name = Name ?? (CellText(nameof(NewInstallerTokenCommand.InstallType)) is { } type && InstallerTokenSpec.IsWord(type) ? type : null);
        return ErrorRecords.From(
            error, Target, Number is null ? null : Describe(DisplayText.Cleaned(error.Message), name), isInput: Number is not null);
    }

    /// <summary>The warning about a token that was, or may have been, issued for this input but not returned; null for none.</summary>
    public string? DescribeLostToken(IssueOutcome<InstallerToken> outcome) =>
        Connection?.DescribeLost(Request!, outcome) is { } message ? Describe(message) : null;

    private string? Name => NameColumns.Select(CellText).FirstOrDefault(static cell => cell is not null);

    private string Describe(MessageText message) => Number is null ? message.ToString() : Describe(message, Name);

    private string Describe(object message, string? name) => name is null
        ? ModuleText.Format(nameof(ModuleMessages.InputPosition), Number, message)
        : ModuleText.Format(nameof(ModuleMessages.InputPositionNamed), Number, DisplayText.Id(name), message);

    // Null for no property and for an empty cell.
    private object? Cell(string column) =>
        _input?.Properties[column]?.Value is { } value && !string.IsNullOrWhiteSpace(Text(value)) ? value : null;

    private static string Text(object value) => LanguagePrimitives.ConvertTo<string>(value);
}
