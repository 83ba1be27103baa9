using System;
using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>An option that takes a duration in the grammar of <see cref="Duration"/>: 90s, 30m, 2h, 1d12h, PT30M.</summary>
internal sealed class DurationOption : Option<TimeSpan?>
{
    public DurationOption(string name, string description, bool signed = false)
        : base(name)
    {
        Description = description;
        HelpName = "duration";
        CustomParser = result =>
        {
            try
            {
                return signed ? Duration.ParseSigned(result.Tokens[0].Value) : Duration.Parse(result.Tokens[0].Value);
            }
            catch (TokenFormatException error)
            {
                result.AddError(name + ": " + error.Message);
                return null;
            }
        };
    }
}
