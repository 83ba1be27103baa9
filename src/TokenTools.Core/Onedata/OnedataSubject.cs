using System;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>The subject of a token: its user, Oneprovider or group.</summary>
/// <remarks>
/// Source: ctool:src/auth/aai.erl (identifier form), oz:src/http/rest/translators/token_rest_translator.erl (JSON names).
/// </remarks>
public sealed class OnedataSubject
{
    private static readonly (string Prefix, string Type)[] Kinds = [("usr", "user"), ("prv", "oneprovider"), ("grp", "group")];

    private const string NobodyText = "nobody";

    /// <summary>The user of the connection's token, as a user specifies it.</summary>
    internal const string OwnUser = "user";

    /// <summary>The type of a subject of a kind that is not known.</summary>
    internal const string UnknownType = "unknown";

    // The form in an identifier of a subject of a kind that is not known.
    private readonly string? _unknownText;

    internal OnedataSubject(string type, string? id, string? unknownText = null)
    {
        Type = type;
        Id = id;
        _unknownText = unknownText;
    }

    /// <summary>
    /// <c>user</c>, <c>oneprovider</c>, <c>group</c> or <c>nobody</c>, as the API's JSON names them; <c>unknown</c> for a kind that a newer
    /// zone may have.
    /// </summary>
    public string Type { get; }

    /// <summary>The subject's id; null for <c>nobody</c>, and for an unknown kind without one.</summary>
    public string? Id { get; }

    /// <summary>
    /// The form in identifiers and consumer caveats: <c>usr-…</c>, <c>prv-…</c>, <c>grp-…</c> or <c>nobody</c>. An unknown one has the form
    /// that the token has.
    /// </summary>
    public override string ToString()
    {
        if (_unknownText is not null)
        {
            return _unknownText;
        }

        foreach (var (prefix, type) in Kinds)
        {
            if (string.Equals(type, Type, StringComparison.Ordinal))
            {
                return prefix + "-" + Id;
            }
        }

        return Id is null ? Type : Type + "-" + Id;
    }

    /// <summary>Parses the form in a token's identifier. A kind that is not known, because a newer zone has it, is preserved.</summary>
    /// <exception cref="TokenFormatException">It is invalid.</exception>
    internal static OnedataSubject ParseIdentifierText(string text)
    {
        if (TryParse(text) is { } subject)
        {
            return subject;
        }

        // Every kind is a word, with an id after a dash if it has one.
        var dash = text.IndexOf('-');
        var kind = dash < 0 ? text : text.Substring(0, dash);
        var isKnown = kind == NobodyText || Kinds.Any(known => known.Prefix == kind);
        return kind.Length > 0 && kind.All(static c => c is >= 'a' and <= 'z') && !isKnown && dash != text.Length - 1
            ? new OnedataSubject(UnknownType, dash < 0 ? null : text.Substring(dash + 1), text)
            : throw new TokenFormatException(nameof(Messages.OnedataIdentifierSubject));
    }

    /// <summary>Parses a subject; null if the text is not one.</summary>
    internal static OnedataSubject? TryParse(string text)
    {
        foreach (var (prefix, type) in Kinds)
        {
            if (text.Length > prefix.Length + 1 && text[prefix.Length] == '-' && text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new OnedataSubject(type, text.Substring(prefix.Length + 1));
            }
        }

        return text == NobodyText ? new OnedataSubject(NobodyText, null) : null;
    }
}
