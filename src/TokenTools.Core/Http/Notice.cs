using System;

namespace TokenTools.Http;

/// <summary>An event during a request, which a front end can display.</summary>
/// <param name="Level">The level.</param>
/// <param name="Text">The text; contains no secret.</param>
public record Notice(NoticeLevel Level, string Text);

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
