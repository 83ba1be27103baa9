using System.Collections.Generic;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;
using TokenTools.GoodData;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Converts Core's errors to error records.</summary>
internal static class ErrorRecords
{
    private static readonly Dictionary<string, ErrorCategory> ArgumentCategories = new()
    {
        [nameof(Messages.NoConnection)] = ErrorCategory.ConnectionError,
        [nameof(Messages.ConnectionClosed)] = ErrorCategory.ConnectionError,
        [nameof(Messages.BoomiObjectNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(Messages.BoomiRuntimeAttached)] = ErrorCategory.ResourceExists,
        [nameof(Messages.BoomiEnvironmentDiffers)] = ErrorCategory.ResourceExists,
        [nameof(Messages.CommandNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(ModuleMessages.CommandFailed)] = ErrorCategory.FromStdErr,
        [nameof(SandboxMessages.SandboxPortInUse)] = ErrorCategory.ResourceUnavailable,
        [nameof(SandboxMessages.SandboxStopped)] = ErrorCategory.ResourceUnavailable,
        [nameof(ModuleMessages.SandboxNotRunning)] = ErrorCategory.ResourceUnavailable,
    };

    private static readonly Dictionary<TransportFailure, ErrorCategory> TransportCategories = new()
    {
        [TransportFailure.TimedOut] = ErrorCategory.OperationTimeout,
        [TransportFailure.TlsFailed] = ErrorCategory.SecurityError,
    };

    private static readonly Dictionary<string, ErrorCategory> RuntimeCategories = new()
    {
        [nameof(Messages.BoomiRuntimeNotOnline)] = ErrorCategory.OperationTimeout,
        [nameof(Messages.BoomiRuntimeNotFound)] = ErrorCategory.ObjectNotFound,
        [nameof(Messages.BoomiRuntimeFailed)] = ErrorCategory.ResourceUnavailable,
    };

    // Errors with a more precise meaning than their status.
    private static readonly Dictionary<string, ErrorCategory> ApiCategories = new()
    {
        [nameof(Messages.NamedTokenExists)] = ErrorCategory.ResourceExists,
        [nameof(Messages.NamedTokenNameOccupied)] = ErrorCategory.ResourceExists,
        [nameof(Messages.NamedTokenDiffers)] = ErrorCategory.ResourceExists,
        [nameof(Messages.InviteTokenUsageLimitReached)] = ErrorCategory.LimitsExceeded,
        [nameof(Messages.InviteTokenTargetInvalid)] = ErrorCategory.ObjectNotFound,
        [nameof(Messages.InviteTokenInviterNotAuthorized)] = ErrorCategory.PermissionDenied,
        [nameof(Messages.InviteTokenConsumerInvalid)] = ErrorCategory.PermissionDenied,
        [nameof(Messages.InviteTokenCaveatUnverified)] = ErrorCategory.PermissionDenied,
    };

    private static readonly Dictionary<int, ErrorCategory> StatusCategories = new()
    {
        [400] = ErrorCategory.InvalidArgument,
        [401] = ErrorCategory.AuthenticationError,
        [403] = ErrorCategory.PermissionDenied,
        [404] = ErrorCategory.ObjectNotFound,
        [407] = ErrorCategory.AuthenticationError,
        [408] = ErrorCategory.OperationTimeout,
        [409] = ErrorCategory.ResourceExists,
        [410] = ErrorCategory.ObjectNotFound,
        [413] = ErrorCategory.LimitsExceeded,
        [429] = ErrorCategory.LimitsExceeded,
        [431] = ErrorCategory.LimitsExceeded,
        [502] = ErrorCategory.ResourceUnavailable,
        [503] = ErrorCategory.ResourceUnavailable,
        [504] = ErrorCategory.ResourceUnavailable,
    };

    /// <summary>Creates a record with the error's id and category.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">The input that the error is about. Text is cleaned: an id should be a <see cref="DisplayText"/>.</param>
    /// <param name="message">The message to show instead of the error's own; null for the error's own.</param>
    /// <param name="isInput">
    /// True if <paramref name="target"/> is one of several inputs and identifies the one that the error is about. If false, the target of
    /// an error about a setting is the name of its parameter, or of the environment variable with its value.
    /// </param>
    public static ErrorRecord From(TokenException error, object target, string? message = null, bool isInput = true)
    {
        var shownTarget = Clean(isInput ? target : SettingOf(error) ?? target);
        var record = new ErrorRecord(error, error.ErrorId, Category(error), shownTarget);
        // A row may have a column with a secret. The target is the caller's own object, but the category shows its text.
        record.CategoryInfo.TargetName = shownTarget is string ? (string)shownTarget : DisplayText.Clean(record.CategoryInfo.TargetName);
        error.Advice = ModuleAdvice(error) ?? error.Advice;
        var action = ErrorPolicy.RecommendedAction(error);
        if ((message ?? action) is not null)
        {
            record.ErrorDetails = new ErrorDetails(message ?? error.Message) { RecommendedAction = action };
        }

        return record;
    }

    // A secret that was entered in the place of a name or an address.
    private static object Clean(object target) => target switch
    {
        DisplayText text => text.ToString(),
        string text => DisplayText.Clean(text),
        PSObject { BaseObject: string text } => DisplayText.Clean(text),
        _ => target,
    };

    // Advice that applies only to PowerShell.
    private static MessageText? ModuleAdvice(TokenException error) => error switch
    {
        TokenAccountMismatchException { Advice.Name: nameof(Messages.InstallerAccountMismatchAdvice) } =>
            ModuleText.Create(nameof(ModuleMessages.InstallerTokenInError), error.Advice),
        { Advice.Name: nameof(Messages.BoomiAdviceBusy) } => ModuleText.Create(nameof(ModuleMessages.BoomiAdviceBusy)),
        _ => null,
    };

    // An error about a connection is not about the value of -Connection.
    private static string? SettingOf(TokenException error) => error switch
    {
        TokenArgumentException argument when Category(error) != ErrorCategory.ConnectionError => argument.ParameterName,
        TokenFormatException format => format.SettingKey,
        _ => null,
    } is { } key ? error.Vocabulary.Setting(key).TrimStart('-') : null;

    private static ErrorCategory Category(TokenException error) => error switch
    {
        TokenArgumentException => Find(ArgumentCategories, error.ErrorId, ErrorCategory.InvalidArgument),
        TokenFormatException => ErrorCategory.InvalidData,
        BoomiRuntimeException => Find(RuntimeCategories, error.ErrorId, ErrorCategory.InvalidResult),
        TokenOutcomeUnknownException { InnerException: TokenException cause } => Category(cause),
        TokenAccountMismatchException => ErrorCategory.InvalidResult,
        ApiTokenUnavailableException => ErrorCategory.ResourceExists,
        TokenTransportException transport => Find(TransportCategories, transport.Failure, ErrorCategory.ConnectionError),
        // A successful response that cannot be used, or a redirect.
        TokenApiException { StatusCode: < 400 } => ErrorCategory.InvalidResult,
        TokenApiException api => Find(
            ApiCategories, api.ErrorId, Find(StatusCategories, api.StatusCode, ErrorCategory.ProtocolError)),
        _ => ErrorCategory.InvalidOperation,
    };

    private static ErrorCategory Find<T>(Dictionary<T, ErrorCategory> categories, T key, ErrorCategory otherwise)
        where T : notnull => categories.TryGetValue(key, out var category) ? category : otherwise;
}
