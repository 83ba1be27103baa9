using System;
using System.Runtime.CompilerServices;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A condition on the use of a Onedata token. Any holder of a token can add caveats, but not remove them.</summary>
/// <remarks>
/// <para>
/// Each kind is a separate class with a <c>Create</c> method, which is stricter than the zone: the zone accepts countries and
/// paths that never match. <see cref="FromText(byte[])"/> and <see cref="FromJson(string)"/> accept what the zone accepts.
/// </para>
/// <para>Source: ctool:src/auth/caveats.erl.</para>
/// </remarks>
public abstract class TokenCaveat
{
    // How the zone describes a data access caveat that is not satisfied.
    private protected const string DataAccessUnverified = "unverified data access caveat: this token can only be used for data access";

    private const string TypeKey = "type";

    private protected TokenCaveat(CaveatKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The kind's name in the API's JSON: <c>time</c>, <c>ip</c>, … or <c>unknown</c>.</summary>
    public string Type => Kind.Name;

    /// <summary>The exact text in the token; for an unknown caveat, without characters that could harm a terminal.</summary>
    public string Text { get; }

    /// <summary>What it is compared with: a list with commas, paths in plain text, times in UTC; empty for a kind without a value.</summary>
    /// <remarks>
    /// ConvertTo-Json would truncate the lists of a decoded token's caveats at its default depth, and warn: they are not part of its JSON.
    /// </remarks>
    public virtual string Value => Text.Split([' '], 3) is { Length: 3 } parts ? parts[2].Replace("|", ", ") : string.Empty;

    internal CaveatKind Kind { get; }

    /// <summary>
    /// How the zone describes the caveat when it is not satisfied (ctool:src/auth/caveats.erl, unverified_description/1).
    /// </summary>
    internal abstract string UnverifiedDescription { get; }

    /// <summary>
    /// Reads the text in a token. Does not throw: text that is not exactly a known caveat becomes an <see cref="UnknownCaveat"/>.
    /// </summary>
    [MethodImpl(HotLoop.Optimized)]
    public static TokenCaveat FromText(byte[] text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        // Every known caveat is printable ASCII; identifiers with other characters do not occur.
        foreach (var value in text)
        {
            if (value is < 0x20 or > 0x7E)
            {
                return new UnknownCaveat(text);
            }
        }

        return ParseKnown(Encoding.ASCII.GetString(text)) ?? new UnknownCaveat(text);
    }

    /// <summary>
    /// Reads the text in a token. Does not throw: text that is not exactly a known caveat becomes an <see cref="UnknownCaveat"/>.
    /// </summary>
    public static TokenCaveat FromText(string text) =>
        FromText(Encoding.UTF8.GetBytes(text ?? throw new ArgumentNullException(nameof(text))));

    /// <summary>
    /// Reads the API's JSON, such as <c>{"type":"time","validUntil":1571147494}</c>. Keys that the kind does not have are ignored.
    /// </summary>
    /// <exception cref="TokenFormatException">The text is not JSON or not a caveat; the message describes the problem.</exception>
    public static TokenCaveat FromJson(string json) => CaveatJson.Read(CaveatJson.Parse(json), strict: false);

    /// <summary>
    /// Reads user input: a caveat, which is returned unchanged; a dictionary in the form of the API's JSON, with keys in any case; a
    /// string with that JSON, or with the text of a caveat such as <c>time &lt; 1571147494</c>.
    /// </summary>
    /// <exception cref="TokenFormatException">It is not a caveat, or has unknown keys; the message describes the problem.</exception>
    public static TokenCaveat FromObject(object? value) => CaveatJson.ReadObject(value);

    /// <summary>The bytes in the token.</summary>
    public virtual byte[] ToBytes() => Encoding.ASCII.GetBytes(Text);

    /// <summary>The API's JSON, on one line.</summary>
    public string ToJsonText() => ToJson().ToString(Formatting.None);

    /// <summary>True if a token of this type can satisfy the caveat; the zone does not say so when it issues one.</summary>
    /// <param name="tokenType"><c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>.</param>
    public bool IsSupportedBy(string tokenType) => Kind.IsSupportedBy(tokenType);

    /// <summary>Applies the strict rules, which reject values that the zone accepts but that never match. Returns the caveat.</summary>
    /// <exception cref="TokenArgumentException">The caveat violates a rule; the message describes the rule.</exception>
    internal TokenCaveat Validate() => Validate(CaveatSpec.CaveatKey);

    /// <summary>Evaluates the caveat in a context, as far as possible without a server.</summary>
    /// <exception cref="TokenArgumentException">The context is invalid.</exception>
    internal CaveatEvaluation Evaluate(CaveatContext context) =>
        EvaluateCore(context.Validate());

    /// <summary>The text in the token.</summary>
    public sealed override string ToString() => Text;

    /// <summary>True for a caveat of the same kind and bytes.</summary>
    public override bool Equals(object? obj) =>
        obj is TokenCaveat other && other.GetType() == GetType() && string.Equals(other.Text, Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>Reads the API's JSON. Keys that the kind does not have are ignored.</summary>
    /// <exception cref="TokenFormatException">It is not a caveat; the message describes the problem.</exception>
    internal static TokenCaveat FromJson(JToken? json) => CaveatJson.Read(json, strict: false);

    /// <summary>The API's JSON.</summary>
    internal JObject ToJson()
    {
        var json = new JObject();
        if (Kind.HasJsonType)
        {
            json[TypeKey] = Type;
        }

        WriteJson(json);
        return json;
    }

    /// <summary>Applies the strict rules. Returns the caveat.</summary>
    /// <param name="settingKey">The setting that an error names.</param>
    /// <exception cref="TokenArgumentException">The caveat violates a rule.</exception>
    internal TokenCaveat Validate(string settingKey) => Validated(this, settingKey);

    /// <summary>The evaluation in every context, for a token of a type that cannot satisfy the caveat.</summary>
    internal CaveatEvaluation Unsupported(string tokenType) => NotSatisfied(nameof(Messages.CaveatReasonUnsupported), tokenType);

    /// <summary>An evaluation that does not depend on the caveat's values.</summary>
    internal CaveatEvaluation Decide(CaveatOutcome outcome, string messageName, params object?[] arguments) =>
        new(this, outcome, MessageText.Format(messageName, arguments));

    /// <summary>A description of what the caveat allows: countries by name, times in local time, paths in plain text.</summary>
    internal abstract string Describe();

    /// <summary>The set of values that the caveat allows, to find conflicts; null for a kind that has no conflicts.</summary>
    internal virtual AllowedSet? GetAllowed() => null;

    /// <summary>The violation of the strict rules; null for none.</summary>
    internal abstract CaveatProblem? FindProblem();

    /// <summary>Adds warnings about values that the zone accepts but that have unexpected effects.</summary>
    /// <param name="warnings">The list to add to.</param>
    /// <param name="number">The position of the caveat in its token, from 1.</param>
    internal virtual void AddWarnings(WarningList warnings, int number)
    {
    }

    private protected abstract void WriteJson(JObject json);

    private protected abstract CaveatEvaluation EvaluateCore(CaveatContext context);

    private protected static T Validated<T>(T caveat, string settingKey)
        where T : TokenCaveat => caveat.FindProblem() is { } problem ? throw problem.AsArgument(settingKey) : caveat;

    private protected CaveatEvaluation Satisfied(string messageName, params object?[] arguments) =>
        Decide(CaveatOutcome.Satisfied, messageName, arguments);

    private protected CaveatEvaluation NotSatisfied(string messageName, params object?[] arguments) =>
        Decide(CaveatOutcome.NotSatisfied, messageName, arguments);

    private protected CaveatEvaluation Indeterminate(string messageName, params object?[] arguments) =>
        Decide(CaveatOutcome.Indeterminate, messageName, arguments);

    // A name alone, or a name, an operator and a value with single spaces between them.
    private static TokenCaveat? ParseKnown(string text)
    {
        var space = text.IndexOf(' ');
        if (space < 0)
        {
            return Same(CaveatKinds.Find(text)?.ParseText(string.Empty, string.Empty));
        }

        var second = text.IndexOf(' ', space + 1);
        var kind = second < 0 ? null : CaveatKinds.Find(text.Substring(0, space));
        return Same(kind?.ParseText(text.Substring(space + 1, second - space - 1), text.Substring(second + 1)));

        // Even if a parser accepts it, text is a known caveat only if it would be written in the same way.
        TokenCaveat? Same(TokenCaveat? caveat) => string.Equals(caveat?.Text, text, StringComparison.Ordinal) ? caveat : null;
    }
}
