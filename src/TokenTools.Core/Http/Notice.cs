using System;

namespace TokenTools.Http;

/// <summary>Something that happens during a request, for a front end to show or to ignore.</summary>
/// <param name="Level">How important it is.</param>
/// <param name="Text">The text; contains no secret.</param>
public record Notice(NoticeLevel Level, string Text);

/// <summary>The progress of a long wait.</summary>
/// <param name="Activity">What is waited for.</param>
/// <param name="Text">The current status.</param>
/// <param name="PercentComplete">How much of the time has passed: 0 to 100.</param>
/// <param name="Left">The remaining time.</param>
public sealed record ProgressNotice(string Activity, string Text, int PercentComplete, TimeSpan Left) : Notice(NoticeLevel.Verbose, Text);

/// <summary>How important a <see cref="Notice"/> is.</summary>
public enum NoticeLevel
{
    /// <summary>For troubleshooting.</summary>
    Debug,

    /// <summary>For users who ask for details.</summary>
    Verbose,

    /// <summary>For every user.</summary>
    Warning,
}
