using System;

namespace TokenTools.Http;

/// <summary>An event during a request, which a front end can display.</summary>
/// <param name="Level">The level.</param>
/// <param name="Text">The text; contains no secret.</param>
public record Notice(NoticeLevel Level, string Text)
{
    private readonly Func<string>? _render;
    private string? _text = Text;

    /// <summary>A notice whose text is rendered if a front end shows it: the one about a request is rarely shown.</summary>
    /// <param name="level">The level.</param>
    /// <param name="render">Renders the text; called on any thread.</param>
    internal Notice(NoticeLevel level, Func<string> render)
        : this(level, string.Empty)
    {
        _render = render;
        _text = null;
    }

    /// <summary>The text; contains no secret.</summary>
    public string Text
    {
        get => _text ??= _render!();
        init => _text = value;
    }
}

/// <summary>The progress of a long wait.</summary>
/// <param name="Activity">The description of the activity.</param>
/// <param name="Text">The current status.</param>
/// <param name="PercentComplete">The percentage of the time that has passed: 0 to 100.</param>
/// <param name="Left">The remaining time.</param>
public sealed record ProgressNotice(string Activity, string Text, int PercentComplete, TimeSpan Left) : Notice(NoticeLevel.Verbose, Text);

/// <summary>The level of a <see cref="Notice"/>.</summary>
public enum NoticeLevel
{
    /// <summary>For troubleshooting.</summary>
    Debug,

    /// <summary>For users who request details.</summary>
    Verbose,

    /// <summary>For every user.</summary>
    Warning,
}
