using TokenTools.Boomi;

namespace TokenTools.Cli;

/// <summary>What the process says of its end.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Wrong use, or something wrong on this machine; nothing was asked of a service, or nothing that matters.</summary>
    public const int Usage = 1;

    /// <summary>The service said no, or gave an answer that can't be used.</summary>
    public const int Refused = 2;

    /// <summary>No answer came, or none that says whether the service did what it was asked to.</summary>
    public const int NoAnswer = 3;

    /// <summary>Ended by Ctrl-C, as a shell has it: 128 and SIGINT's number.</summary>
    public const int Interrupted = 130;

    public static int Of(TokenException error) => error switch
    {
        { OutcomeUnknown: true } => NoAnswer,
        TokenApiException or TokenAccountMismatchException => Refused,
        TokenTransportException => NoAnswer,
        _ => Usage,
    };
}
