using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.PowerShell;

/// <summary>What a message says of the tokens that a cmdlet has written. Its size does not grow with their number.</summary>
internal sealed class WrittenSummary
{
    // Few: the install types, or the kinds of invite tokens.
    private readonly List<(string Kind, NumberRanges? Numbers)> _kinds = [];

    /// <summary>The number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>When the last of them expires; <see cref="DateTimeOffset.MaxValue"/> if one never does.</summary>
    public DateTimeOffset Latest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The kinds with the numbers of their inputs: ATOM (inputs 1 to 6, 8), MOLECULE (input 7).</summary>
    public string Kinds => string.Join(", ", _kinds.Select(static kind => kind.Numbers is null ? kind.Kind : ModuleText.Format(
        kind.Numbers.IsSingle ? nameof(ModuleMessages.WrittenTokenOfInput) : nameof(ModuleMessages.WrittenTokensOfInputs),
        kind.Kind,
        kind.Numbers.ToString())));

    /// <summary>Adds a token.</summary>
    public WrittenSummary Add(WrittenToken token)
    {
        Count++;
        var expiration = token.Expiration ?? DateTimeOffset.MaxValue;
        Latest = expiration > Latest ? expiration : Latest;
        var index = _kinds.FindIndex(kind => kind.Kind == token.Kind);
        if (index < 0)
        {
            index = _kinds.Count;
            _kinds.Add((token.Kind, token.Number is null ? null : new NumberRanges()));
        }

        if (token.Number is { } number)
        {
            _kinds[index].Numbers?.Add(number);
        }

        return this;
    }
}

/// <summary>A token that a cmdlet has written.</summary>
/// <param name="Number">The number of its input, from 1; null without a pipeline.</param>
/// <param name="Kind">What it is, such as ATOM.</param>
/// <param name="Expiration">When it expires; null for never.</param>
internal readonly record struct WrittenToken(int? Number, string Kind, DateTimeOffset? Expiration);
