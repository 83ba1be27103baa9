using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Boomi;

/// <summary>Tests whether Boomi accepts the credentials of a connection. Reads the account, and creates nothing.</summary>
/// <remarks>GET /Account/{id} (OpenAPI description 3.0.3, GetAccount).</remarks>
internal static class BoomiConnectionTester
{
    /// <summary>Tests a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="oneTimePassword">The code of the second factor; null for none.</param>
    /// <param name="progress">Receives retries and debug messages, on any thread.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    /// <exception cref="TokenApiException">
    /// The response does not show whether the credentials are valid, such as that of an overloaded service.
    /// </exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    /// <exception cref="TokenArgumentException">The connection is closed, or the code cannot be used.</exception>
    public static async Task<BoomiConnectionTest> TestAsync(
        BoomiConnection connection, SecureString? oneTimePassword, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var account = connection.OverrideAccountId ?? connection.AccountId;
        var request = connection.CreateRequest(
            "Account/" + Uri.EscapeDataString(account), BoomiOneTimePassword.Validate(oneTimePassword));
        try
        {
            var response = await connection.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
            var time = ServiceTime.From(connection.Client.Clock, response);
            connection.ReportSkew(time, progress);
            return new BoomiAccountReader(response.Redactor).Read(response, account, time)
                ?? throw connection.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "account");
        }
        catch (TokenApiException error) when (IsRejection(error.StatusCode))
        {
            return new BoomiConnectionTest(account)
            {
                StatusCode = error.StatusCode,
                ReasonId = error.ErrorId,
                Reason = error.Message,
                Advice = error.RecommendedAction,
            };
        }
    }

    // Invalid credentials are known to give 401 and 403, missing privileges 403 and 400, and an unknown address or account 404.
    private static bool IsRejection(int status) => status is 400 or 401 or 403 or 404;
}
