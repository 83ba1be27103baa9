using System;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;

// Every test's namespace is below this one, so that each finds the extension without a using directive.
namespace TokenTools;

/// <summary>Issues an installer token where a test needs the token, or the error, rather than the outcome.</summary>
internal static class InstallerTokenIssuing
{
    public static async Task<InstallerToken> CreateInstallerTokenAsync(
        this BoomiConnection connection,
        InstallerTokenRequest request,
        bool asPlainText = false,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default) =>
        await connection.IssueAsync(request, asPlainText, progress, cancellationToken) switch
        {
            IssueOutcome<InstallerToken>.Issued { Problem: null } issued => issued.Token,
            IssueOutcome<InstallerToken>.Issued { Problem: { } problem } => throw problem,
            IssueOutcome<InstallerToken>.Rejected { Error: var error } => throw error,
            IssueOutcome<InstallerToken>.NotSent { Error: { } error } => throw error,
            IssueOutcome<InstallerToken>.Unknown { Error: { } error } => throw error,
            _ => throw new OperationCanceledException(cancellationToken),
        };
}
