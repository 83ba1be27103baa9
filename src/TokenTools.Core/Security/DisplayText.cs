using System;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>
/// Text as a message may repeat it. <see cref="MessageText"/> cleans each of its arguments that is a string with <see cref="Clean"/>;
/// an instance of this class is an argument that was cleaned in another way.
/// </summary>
internal sealed class DisplayText
{
    private const int LongestValue = 60;
    private const int LongestArgument = 4000;

    // No rule masks fewer than twelve letters, which is also the length of a scheme with the shortest credentials: Basic aBcDeF.
    private const int LongestPlain = 11;

    private readonly string _text;

    private DisplayText(string text) => _text = text;

    /// <summary>
    /// User input as an error message may quote it: printable, on one line and shortened, without a secret that was entered in its place
    /// by mistake.
    /// </summary>
    public static string Sanitize(string? value) => Cut(SuspectWords.Mask(Redactor.ByShape.Redact(value)), LongestValue);

    /// <summary>The same for an id, which may be a UUID or consist of random letters and digits.</summary>
    public static DisplayText Id(string? value)
    {
        var text = Redactor.ByShape.Redact(value);
        return new(Cut(IsIdText(text) ? text : SuspectWords.Mask(text), LongestValue));
    }

    /// <summary>A text that a redactor with the connection's secrets has cleaned, or that contains nothing of the user's or a service's.</summary>
    public static DisplayText Cleaned(string text) => new(TerminalText.Clean(text));

    /// <summary>Any other argument of a message, such as a path: like user input, but not shortened.</summary>
    public static string Clean(string argument) =>
        IsPlain(argument) ? argument : Cut(SuspectWords.Mask(Redactor.ByShape.Redact(argument)), LongestArgument);

    /// <summary>True for an address that is a secret, entered by mistake: of the form of one, or without a dot and random.</summary>
    /// <param name="text">The address as it was entered.</param>
    /// <param name="address">The address.</param>
    public static bool IsMisplacedSecret(string text, Uri address)
    {
        if (Redactor.ByShape.Redact(text) != text)
        {
            return true;
        }

        // A host of several labels is a domain's, where random labels are usual.
        return address.Host.IndexOf('.') < 0 && address.HostNameType == UriHostNameType.Dns && !Expressions.ContainerId.IsMatch(address.Host)
            && (SuspectWords.IsSuspect(address.Host) || SuspectWords.IsSuspect(Expressions.Scheme.Replace(text, string.Empty)));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static bool IsIdText(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && "-_./*:|@ ".IndexOf(c) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // Cut first: Clean replaces half of a surrogate pair.
    private static string Cut(string text, int length) =>
        text.Length <= length ? TerminalText.Clean(text) : TerminalText.Clean(text.Substring(0, length)) + "…";

    // A word of letters, such as an install type.
    private static bool IsPlain(string text)
    {
        if (text.Length > LongestPlain)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    private static class Expressions
    {
        public static readonly Regex Scheme = new(@"\A[A-Za-z]+://", RegexOptions.CultureInvariant);

        // The host name of a container is the start of its id.
        public static readonly Regex ContainerId = new(@"\A[0-9a-f]{12}\z", RegexOptions.CultureInvariant);
    }
}
