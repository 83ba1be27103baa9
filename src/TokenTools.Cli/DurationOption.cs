using System;
using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>An option that accepts a duration in the grammar of <see cref="Duration"/>: 90s, 30m, 2h, 1d12h, PT30M.</summary>
internal sealed class DurationOption : Option<string?>
{
    private readonly bool _signed;

    public DurationOption(string name, string description, bool signed = false)
        : base(name)
    {
        _signed = signed;
        Description = description;
        HelpName = "duration";
    }

    /// <summary>The option's value; null for none.</summary>
    /// <exception cref="TokenFormatException">The value is not a duration.</exception>
    public TimeSpan? Read(ParseResult parsed) => parsed.GetValue(this) is not { } text ? null
        : _signed ? Duration.ParseSigned(text)
        : Duration.Parse(text);
}
