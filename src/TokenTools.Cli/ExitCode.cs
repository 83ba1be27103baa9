namespace TokenTools.Cli;

/// <summary>The process's exit codes.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Success = 0;

    /// <summary>A usage error or a local failure. No request with an effect was sent.</summary>
    public const int Usage = 1;

    /// <summary>The service rejected the request, or its response cannot be used.</summary>
    public const int Rejected = 2;

    /// <summary>No response arrived, or the response does not indicate whether the service processed the request.</summary>
    public const int NoResponse = 3;

    /// <summary>Ended by Ctrl-C: 128 and the number of SIGINT, as a shell reports it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM: 128 and the number of SIGTERM, as a shell reports it.</summary>
    public const int Terminated = 143;

    /// <summary>The exit code for an error.</summary>
    public static int Of(TokenException error) => error switch
    {
        { OutcomeUnknown: true } => NoResponse,
        TokenApiException or Boomi.TokenAccountMismatchException => Rejected,
        TokenTransportException => NoResponse,
        _ => Usage,
    };
}
