using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>A caveat that isn't exactly one of the known ones. Its bytes are kept as they are; its text is cleaned of what could harm a terminal.</summary>
public sealed class UnknownCaveat : TokenCaveat
{
    private readonly byte[] _bytes;

    internal UnknownCaveat(byte[] bytes)
        : base(CaveatKind.Unknown, TerminalText.Clean(Encoding.UTF8.GetString(bytes))) => _bytes = (byte[])bytes.Clone();

    /// <inheritdoc/>
    public override byte[] ToBytes() => (byte[])_bytes.Clone();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnknownCaveat other && _bytes.SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override CaveatProblem? FindProblem() => new(nameof(Messages.CaveatUnknown), DisplayText.Sanitize(Text));

    // The API has no form for these; it answers 500 where it would need one.
    private protected override void WriteJson(JObject json) => json["text"] = Text;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictUnknown));
}
