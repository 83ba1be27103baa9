namespace TokenTools.Cli;

/// <summary>The process's exit codes.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Success = 0;

    /// <summary>Wrong usage or a local failure: nothing was requested from a service, or nothing that has an effect.</summary>
    public const int Usage = 1;

    /// <summary>The service rejected the request; nothing was created.</summary>
    public const int Rejected = 2;

    /// <summary>No response arrived; nothing was created.</summary>
    public const int NoResponse = 3;

    /// <summary>
    /// The service may have created what was requested, or created it for another account. Repeating the command may create another.
    /// </summary>
    public const int MayBeApplied = 4;

    /// <summary>Ended by Ctrl-C: 128 and the number of SIGINT, as a shell reports it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM: 128 and the number of SIGTERM, as a shell reports it.</summary>
    public const int Terminated = 143;

    /// <summary>The exit code for an error.</summary>
    public static int Of(TokenException error) => error switch
    {
        { NeverApplied: false } => MayBeApplied,
        TokenApiException => Rejected,
        TokenTransportException => NoResponse,
        _ => Usage,
    };
}
