using System;
using System.Collections.Generic;
using System.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Security;

/// <summary>Removes secrets from text: known ones in every encoding that can be read, and whatever has the form of one.</summary>
/// <remarks>
/// <para>All text that may contain a secret passes through here before it reaches an exception, a stream or a view, in particular a
/// service's messages, since services echo what they receive.</para>
/// <para>The text and all that can be decoded from it are searched, each without regard to case, width, accents, separators and control
/// sequences; what is found is masked in the text. A text that still contains most of a secret in order is withheld.</para>
/// </remarks>
internal sealed class Redactor
{
    /// <summary>The replacement for a secret.</summary>
    public const string Mask = "********";

    // What is read of a text, by the length of the line that is shown of it: masks make a text shorter.
    private const int ReadPerShown = 4;
    private const int LeastRead = 1024;

    private readonly KnownSecret[] _secrets;

    public Redactor(params SecureString?[] secrets)
        : this([], secrets)
    {
    }

    private Redactor(KnownSecret[] earlier, SecureString?[] further)
    {
        var known = new List<KnownSecret>(earlier);
        foreach (var secret in further)
        {
            if (secret is { Length: > 0 })
            {
                known.Add(new KnownSecret(secret));
            }
        }

        _secrets = known.ToArray();
    }

    /// <summary>A redactor with additional known secrets.</summary>
    public Redactor With(params SecureString?[] secrets) => secrets.Length == 0 ? this : new(_secrets, secrets);

    /// <summary>A redactor that knows the secrets of both, which are not read: they may already be disposed of.</summary>
    public Redactor With(Redactor other) => new([.. _secrets, .. other._secrets], []);

    /// <summary>A redactor that only recognizes secrets by their form.</summary>
    public static Redactor ByShape { get; } = new();

    /// <summary>The text without its secrets; an empty string for null.</summary>
    public string Redact(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        try
        {
            foreach (var secret in _secrets)
            {
                secret.EnsureAvailable();
            }

            return TryMask(text!, out var masked) && !HoldsMost(masked) ? masked : MessageText.Format(nameof(Messages.TextWithheld));
        }
        catch (ObjectDisposedException)
        {
            // The connection was closed and its secrets disposed of, so they cannot be searched for.
            return MessageText.Format(nameof(Messages.TextWithheld));
        }
    }

    /// <summary>
    /// The text on one line of at most <paramref name="length"/> characters, redacted before it is cut. The time it takes depends on that
    /// length, and not on the text's.
    /// </summary>
    public string RedactToLine(string? text, int length)
    {
        var read = Math.Max(LeastRead, ReadPerShown * length);
        // A secret that is truncated here may not be recognized, but the part that is shown of it is then too short to be of use.
        var line = TerminalText.ToLine(Redact(text?.Length > read ? text.Substring(0, read) : text));
        if (line.Length <= length)
        {
            return line;
        }

        var cut = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line.Substring(0, cut) + "…";
    }

    private bool TryMask(string text, out string masked)
    {
        var ranges = new MaskedRanges();
        masked = text;
        foreach (var decoded in TextDecoder.Decode(text))
        {
            SecretPatterns.Find(decoded.Text, ranges);
            foreach (var secret in _secrets)
            {
                if (!secret.TryFind(decoded, ranges))
                {
                    return false;
                }
            }
        }

        masked = ranges.Apply(text, Mask);
        return true;
    }

    private bool HoldsMost(string masked)
    {
        foreach (var decoded in _secrets.Length == 0 ? [] : TextDecoder.Decode(masked))
        {
            if (Array.Exists(_secrets, secret => secret.HoldsMost(decoded)))
            {
                return true;
            }
        }

        return false;
    }
}
