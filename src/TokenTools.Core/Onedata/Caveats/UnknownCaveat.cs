using System;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>
/// A caveat that is not exactly one of the known ones. It keeps its bytes; its text has no characters that could harm a terminal.
/// </summary>
public sealed class UnknownCaveat : TokenCaveat
{
    // Not in the registry: no text or JSON names it.
    private static readonly CaveatKind Definition = new()
    {
        Name = "unknown",
        SupportedBy = SupportedTokens.All,
        ParseText = static (_, _) => null,
        ReadJson = static _ => throw new InvalidOperationException(),
    };

    private readonly byte[] _bytes;

    internal UnknownCaveat(byte[] bytes)
        : base(Definition, TerminalText.Clean(Encoding.UTF8.GetString(bytes))) => _bytes = (byte[])bytes.Clone();

    // The zone reports it as a separate error.
    internal override string UnverifiedDescription => "unknown caveat";

    /// <inheritdoc/>
    public override byte[] ToBytes() => (byte[])_bytes.Clone();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnknownCaveat other && _bytes.SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override string Describe() => "unknown";

    internal override CaveatProblem? FindProblem() => new(nameof(Messages.CaveatUnknown), DisplayText.Id(Text));

    internal override void AddWarnings(WarningList warnings, int number) =>
        warnings.Add(nameof(Messages.OnedataWarningCaveatUnknown), number, DisplayText.Id(Text));

    // The API has no JSON for these.
    private protected override void WriteJson(JObject json) => json["text"] = Text;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) => Indeterminate(nameof(Messages.CaveatReasonUnknown));
}
