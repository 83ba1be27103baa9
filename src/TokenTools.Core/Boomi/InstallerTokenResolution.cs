using System;
using System.Collections.Generic;
using TokenTools.Boomi.Objects;

namespace TokenTools.Boomi;

/// <summary>What the audit log shows about a request for an installer token with an unknown outcome.</summary>
public sealed class InstallerTokenResolution
{
    private readonly MessageText _reason;

    internal InstallerTokenResolution(UnknownInstallerToken token, InstallerTokenState state, MessageText reason)
    {
        Token = token;
        State = state;
        _reason = reason;
    }

    /// <summary>Whether the token was created, was not created, or neither is proved.</summary>
    public InstallerTokenState State { get; }

    /// <summary>What the token installs, if it exists; null if the record does not have it.</summary>
    public string? InstallType => Token.InstallType;

    /// <summary>The account that the token is in, if it exists; null if the error does not have it.</summary>
    public string? AccountId => Token.AccountId;

    /// <summary>A stable name for the reason.</summary>
    public string ReasonId => _reason.Name;

    /// <summary>The reason in a sentence or two.</summary>
    public string Reason => _reason.ToString();

    /// <summary>The earliest time at which the service can have created the token, in UTC by its clock; null if unknown.</summary>
    public DateTimeOffset? EarliestCreated { get; internal init; }

    /// <summary>The latest such time; null if unknown.</summary>
    public DateTimeOffset? LatestCreated { get; internal init; }

    /// <summary>The latest time at which the token can expire; null if the record does not have it.</summary>
    public DateTimeOffset? LatestExpiration => Token.LatestExpiration;

    /// <summary>The entries of the audit log that belong to this token or to one of the others at about the same time; empty for none.</summary>
    public IReadOnlyList<InstallerTokenEvent> Events { get; internal init; } = [];

    /// <summary>
    /// When to try again, in UTC by the service's clock: before this time, the audit log cannot prove that no token was created. Null if
    /// waiting does not help.
    /// </summary>
    public DateTimeOffset? RetryAt { get; internal init; }

    /// <summary>The input: an error, or a record.</summary>
    public object? Input => Token.Input;

    internal UnknownInstallerToken Token { get; }

    /// <summary>State and reason.</summary>
    public override string ToString() => State + ": " + Reason;
}

/// <summary>A request for an installer token whose outcome is in question.</summary>
/// <param name="InstallType">The install type; null if it is not known.</param>
/// <param name="AccountId">The account; null if it is not known.</param>
/// <param name="Window">When the service can have created the token.</param>
/// <param name="LatestExpiration">The latest time at which the token can expire; null if it is not known.</param>
/// <param name="Input">The front end's input.</param>
internal sealed record UnknownInstallerToken(
    string? InstallType, string? AccountId, CreationWindow Window, DateTimeOffset? LatestExpiration, object? Input)
{
    /// <summary>The state if it follows from the error alone, without the audit log; null otherwise.</summary>
    public InstallerTokenState? KnownState { get; private init; }

    /// <summary>The request that an error is about.</summary>
    public static UnknownInstallerToken From(TokenException error, object? input) => error switch
    {
        TokenOutcomeUnknownException unknown => new UnknownInstallerToken(
            unknown.InstallType, unknown.AccountId, unknown.Window, unknown.LatestExpiration, input),
        TokenAccountMismatchException { Token: var token } => new UnknownInstallerToken(
            token.InstallType, token.AccountId, CreationWindow.Of(token.Created, token.Created), token.Expiration, input)
        {
            KnownState = InstallerTokenState.Created,
        },
        { NeverApplied: true } => new UnknownInstallerToken(null, null, CreationWindow.Of(null, null), null, input)
        {
            KnownState = InstallerTokenState.NotCreated,
        },
        _ => throw NotARecord(),
    };

    /// <summary>The request that a record is about, such as a line of a log.</summary>
    /// <exception cref="TokenArgumentException">A field is missing, or the times are reversed.</exception>
    public static UnknownInstallerToken From(
        string? installType,
        string? accountId,
        DateTimeOffset? earliest,
        DateTimeOffset? latest,
        DateTimeOffset? latestExpiration,
        object? input) => !string.IsNullOrWhiteSpace(accountId) && earliest <= latest
            ? new UnknownInstallerToken(
                string.IsNullOrWhiteSpace(installType) ? null : Word(installType!),
                accountId!.Trim(),
                CreationWindow.Of(earliest, latest),
                latestExpiration,
                input)
            : throw NotARecord();

    /// <summary>The error for an input that does not describe a request.</summary>
    public static TokenArgumentException NotARecord() => new("InputObject", nameof(Messages.ResolutionRecordInvalid));

    // Another text may be a token in the place of its type.
    private static string Word(string text) =>
        InstallerTokenSpec.IsWord(text.Trim()) ? text.Trim() : MessageText.Format(nameof(Messages.InstallTypeNotShown));
}
