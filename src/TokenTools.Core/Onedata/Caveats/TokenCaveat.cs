using System;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A condition on the use of an Onedata token. Whoever holds a token can add some and remove none.</summary>
/// <remarks>
/// <para>
/// Each kind is a class of its own, made with its <c>Create</c>, which is stricter than the zone: the zone accepts countries
/// and paths that never match. <see cref="FromText(byte[])"/> and <see cref="FromJson(JToken)"/> take what the zone takes;
/// <see cref="Validate"/> applies the strict rules to any caveat.
/// </para>
/// <para>Source: ctool:src/auth/caveats.erl.</para>
/// </remarks>
public abstract class TokenCaveat
{
    private protected TokenCaveat(CaveatKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The kind's name in the API's JSON: <c>time</c>, <c>ip</c>, … or <c>unknown</c>.</summary>
    public string Type => Kind.Type;

    /// <summary>The text in the token, to the letter. Of an unknown caveat, as near as harmless text can come.</summary>
    public string Text { get; }

    internal CaveatKind Kind { get; }

    /// <summary>Reads the text in a token. Never fails: what isn't exactly a known caveat becomes an <see cref="UnknownCaveat"/>.</summary>
    public static TokenCaveat FromText(byte[] text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        // Every known caveat is printable ASCII; identifiers beyond it don't occur.
        foreach (var value in text)
        {
            if (value is < 0x20 or > 0x7E)
            {
                return new UnknownCaveat(text);
            }
        }

        return ReadKnown(Encoding.ASCII.GetString(text)) ?? new UnknownCaveat(text);
    }

    /// <summary>Reads the text in a token. Never fails: what isn't exactly a known caveat becomes an <see cref="UnknownCaveat"/>.</summary>
    public static TokenCaveat FromText(string text) => FromText(Encoding.UTF8.GetBytes(text ?? throw new ArgumentNullException(nameof(text))));

    /// <summary>Reads the API's JSON, such as <c>{"type":"time","validUntil":1571147494}</c>. Keys that the kind doesn't have are ignored.</summary>
    /// <exception cref="TokenFormatException">It isn't a caveat; the message says what is wrong.</exception>
    public static TokenCaveat FromJson(JToken? json) => CaveatJson.Read(json, strict: false);

    /// <summary>Reads the API's JSON as text.</summary>
    /// <exception cref="TokenFormatException">It isn't JSON, or not a caveat; the message says what is wrong.</exception>
    public static TokenCaveat FromJson(string json) => CaveatJson.Read(CaveatJson.Parse(json), strict: false);

    /// <summary>
    /// Reads a caveat that somebody wrote: a caveat as it is; a dictionary in the form of the API's JSON, its keys in any case;
    /// a string with that JSON, or with a caveat's text such as <c>time &lt; 1571147494</c>.
    /// </summary>
    /// <exception cref="TokenFormatException">It isn't a caveat; the message says what is wrong. A key too many is wrong here.</exception>
    public static TokenCaveat FromObject(object? value) => CaveatJson.ReadObject(value);

    /// <summary>The bytes in the token.</summary>
    public virtual byte[] ToBytes() => Encoding.ASCII.GetBytes(Text);

    /// <summary>The form that the API takes and gives.</summary>
    public virtual JObject ToJson()
    {
        var json = new JObject { ["type"] = Type };
        WriteJson(json);
        return json;
    }

    /// <summary>The form that the API takes and gives, on one line.</summary>
    public string ToJsonText() => ToJson().ToString(Formatting.None);

    /// <summary>Whether a token of this type can satisfy the caveat at all; the zone doesn't say so when it makes one.</summary>
    /// <param name="tokenType"><c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>.</param>
    public bool IsSupportedBy(string tokenType) => Kind.IsSupportedBy(tokenType);

    /// <summary>Applies the strict rules: what the zone takes and what then never matches is refused. Returns the caveat.</summary>
    /// <exception cref="TokenArgumentException">It breaks a rule; the message says which, and what would be right.</exception>
    public TokenCaveat Validate(string parameterName = "Caveat")
    {
        var problem = FindProblem();
        return problem is null ? this : throw problem.AsArgument(parameterName);
    }

    /// <summary>Whether the caveat would be satisfied in a situation, as far as that can be told without a server.</summary>
    /// <exception cref="TokenArgumentException">The situation can't be.</exception>
    public CaveatEvaluation Evaluate(CaveatContext situation) =>
        EvaluateCore((situation ?? throw new ArgumentNullException(nameof(situation))).Validate());

    /// <summary>The verdict in every situation, in a token of a type that can't satisfy the caveat.</summary>
    internal CaveatEvaluation Unsupported(string tokenType) => NotSatisfied(nameof(Messages.CaveatVerdictUnsupported), tokenType);

    /// <summary>The text in the token.</summary>
    public sealed override string ToString() => Text;

    /// <summary>True for a caveat of the same kind and bytes.</summary>
    public override bool Equals(object? obj) => obj is TokenCaveat other && other.GetType() == GetType() && string.Equals(other.Text, Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    internal abstract CaveatProblem? FindProblem();

    private protected abstract void WriteJson(JObject json);

    private protected abstract CaveatEvaluation EvaluateCore(CaveatContext situation);

    private protected CaveatEvaluation Satisfied(string messageName, params object?[] arguments) =>
        new(this, CaveatOutcome.Satisfied, MessageText.Format(messageName, arguments));

    private protected CaveatEvaluation NotSatisfied(string messageName, params object?[] arguments) =>
        new(this, CaveatOutcome.NotSatisfied, MessageText.Format(messageName, arguments));

    private protected CaveatEvaluation Indeterminate(string messageName, params object?[] arguments) =>
        new(this, CaveatOutcome.Indeterminate, MessageText.Format(messageName, arguments));

    private static TokenCaveat? ReadKnown(string text)
    {
        var space = text.IndexOf(' ');
        if (space < 0)
        {
            return text == CaveatKind.DataReadOnly.Type ? ReadOnlyDataCaveat.Instance : null;
        }

        var second = text.IndexOf(' ', space + 1);
        if (second < 0)
        {
            return null;
        }

        var name = text.Substring(0, space);
        var kind = name == CaveatKind.IdentityScope.Type ? CaveatKind.IdentityScope : CaveatKind.Find(name);
        var caveat = kind?.ReadText(text.Substring(space + 1, second - space - 1), text.Substring(second + 1));

        // Whatever a reader lets through: only a text that would be written the same is known.
        return caveat is not null && string.Equals(caveat.Text, text, StringComparison.Ordinal) ? caveat : null;
    }
}
