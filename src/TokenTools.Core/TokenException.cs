using System;
using System.Globalization;

namespace TokenTools;

/// <summary>The one family of errors that TokenTools.Core throws.</summary>
/// <remarks>
/// The text of each comes from <c>Messages.resx</c>; the resource's name is the <see cref="ErrorId"/>.
/// No message ever holds a secret: what came from a service went through the redactor first.
/// </remarks>
public abstract class TokenException : Exception
{
    private protected TokenException(string errorId, object?[] arguments, Exception? inner = null)
        : base(Text(errorId, arguments), inner) => ErrorId = errorId;

    /// <summary>A stable name for this kind of error, good to match on; texts may change between versions.</summary>
    public string ErrorId { get; }

    /// <summary>What to do about it, in a sentence; null where there is nothing better to say than the message.</summary>
    public string? RecommendedAction { get; internal set; }

    /// <summary>True when the service may have done what it was asked to, though nobody holds what came of it: a token may exist.</summary>
    public virtual bool OutcomeUnknown => false;

    /// <summary>The time in UTC, rounded up to the minute that messages show: what is good until then at the latest is.</summary>
    internal static DateTime UpToTheMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 || time.UtcTicks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerMinute
            ? time.UtcDateTime
            : time.UtcDateTime.AddTicks(TimeSpan.TicksPerMinute - over);
    }

    /// <summary>The message of that name with its places filled in, culture-free.</summary>
    internal static string Text(string name, params object?[] arguments)
    {
        var format = Messages.ResourceManager.GetString(name, CultureInfo.InvariantCulture)
            ?? throw new InvalidOperationException("Messages.resx has no text named " + name);
        return string.Format(CultureInfo.InvariantCulture, format, arguments);
    }
}

/// <summary>An argument that can't be right; thrown before any request is made.</summary>
public sealed class TokenArgumentException : TokenException
{
    internal TokenArgumentException(string parameterName, string errorId, params object?[] arguments)
        : base(errorId, arguments) => ParameterName = parameterName;

    /// <summary>The parameter's name, as the caller knows it.</summary>
    public string ParameterName { get; }
}

/// <summary>Input that can't be what it should be: not a token, not a duration, not a caveat.</summary>
public sealed class TokenFormatException : TokenException
{
    internal TokenFormatException(string errorId, params object?[] arguments)
        : base(errorId, arguments)
    {
    }
}
