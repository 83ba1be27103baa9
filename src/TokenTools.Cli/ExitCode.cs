using TokenTools.Boomi.Objects;

namespace TokenTools.Cli;

/// <summary>The process's exit codes.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Success = 0;

    /// <summary>A usage error or a local failure. No request with an effect was sent.</summary>
    public const int Usage = 1;

    /// <summary>The service rejected the request, or a runtime is not ONLINE; nothing was created.</summary>
    public const int Rejected = 2;

    /// <summary>No response arrived; nothing was created.</summary>
    public const int NoResponse = 3;

    /// <summary>
    /// A token was or may have been created that is not the result: it could not be written, it is for another account, or the outcome is
    /// unknown. Repeating the command may create another one.
    /// </summary>
    public const int MayBeApplied = 4;

    /// <summary>A token was checked, but whether it is valid depends on what is not known here.</summary>
    public const int Undetermined = 5;

    /// <summary>Ended by Ctrl-C: 128 and the number of SIGINT, as a shell reports it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGHUP, because the terminal was closed or its connection lost: 128 and the number of SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>Ended by SIGQUIT: 128 and the number of SIGQUIT.</summary>
    public const int Quit = 131;

    /// <summary>Ended by SIGTERM: 128 and the number of SIGTERM, as a shell reports it.</summary>
    public const int Terminated = 143;

    /// <summary>The exit code for an error.</summary>
    public static int Of(TokenException error) => error switch
    {
        { NeverApplied: false } => MayBeApplied,
        TokenApiException or BoomiRuntimeException => Rejected,
        TokenTransportException => NoResponse,
        _ => Usage,
    };
}
