using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The one place where an error of Core's becomes an error record.</summary>
internal static class ErrorRecords
{
    /// <summary>A record with the error's own id, a category that says what kind of trouble it is, and the input as its target.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">The input; never a secret.</param>
    /// <param name="message">What to show instead of the error's own message; null for that.</param>
    public static ErrorRecord From(TokenException error, object target, string? message = null)
    {
        var record = new ErrorRecord(error, error.ErrorId, Category(error), target);
        // A row may have a column with a secret in it: the target is the caller's own object, but its text is shown.
        record.CategoryInfo.TargetName = Redactor.ByShape.Redact(record.CategoryInfo.TargetName);
        error.Advice = ModuleAdvice(error) ?? error.Advice;
        // Of Core's advice the command line makes its own; it has no options for this.
        var action = error is TokenApiException { StatusCode: 407 } ? MessageText.Format(nameof(Messages.ProxyAdviceCredentials)) : error.RecommendedAction;
        if ((message ?? action) is not null)
        {
            record.ErrorDetails = new ErrorDetails(message ?? error.Message) { RecommendedAction = action };
        }

        return record;
    }

    // What only PowerShell can advise.
    private static MessageText? ModuleAdvice(TokenException error) => error switch
    {
        TokenAccountMismatchException { Advice.Name: nameof(Messages.InstallerAccountMismatchAdvice) } => ModuleText.Create(nameof(ModuleMessages.InstallerTokenInError), error.Advice),
        { Advice.Name: nameof(Messages.BoomiAdviceBusy) } => ModuleText.Create(nameof(ModuleMessages.BoomiAdviceBusy)),
        _ => null,
    };

    private static ErrorCategory Category(TokenException error) => error switch
    {
        TokenArgumentException { ErrorId: nameof(Messages.NoConnection) or nameof(Messages.ConnectionClosed) } => ErrorCategory.ConnectionError,
        TokenArgumentException { ErrorId: nameof(SandboxMessages.SandboxPortTaken) or nameof(SandboxMessages.SandboxStopped) or nameof(ModuleMessages.SandboxNone) } =>
            ErrorCategory.ResourceUnavailable,
        TokenArgumentException => ErrorCategory.InvalidArgument,
        TokenFormatException => ErrorCategory.InvalidData,
        TokenOutcomeUnknownException { InnerException: TokenException cause } => Category(cause),
        TokenAccountMismatchException => ErrorCategory.InvalidResult,
        TokenTransportException lost => lost.Failure switch
        {
            TransportFailure.TimedOut => ErrorCategory.OperationTimeout,
            TransportFailure.TlsFailed => ErrorCategory.SecurityError,
            _ => ErrorCategory.ConnectionError,
        },
        TokenApiException api => api.StatusCode switch
        {
            // A success whose answer can't be used.
            < 300 => ErrorCategory.InvalidResult,
            < 400 => ErrorCategory.InvalidResult,
            400 => ErrorCategory.InvalidArgument,
            401 => ErrorCategory.AuthenticationError,
            403 => ErrorCategory.PermissionDenied,
            404 or 410 => ErrorCategory.ObjectNotFound,
            407 => ErrorCategory.AuthenticationError,
            408 => ErrorCategory.OperationTimeout,
            409 => ErrorCategory.ResourceExists,
            413 or 429 or 431 => ErrorCategory.LimitsExceeded,
            502 or 503 or 504 => ErrorCategory.ResourceUnavailable,
            _ => ErrorCategory.ProtocolError,
        },
        _ => ErrorCategory.InvalidOperation,
    };
}
