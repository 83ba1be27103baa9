using System;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>
/// Creates an object of which a service has at most one: by its id, name or address. Creating is not idempotent: after a failure with an
/// unknown outcome, the object is looked up before it is requested again.
/// </summary>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="client">The client of the service.</param>
/// <param name="send">Requests the object, and retries only what was certainly not applied (<see cref="RetryPolicy.RejectedOnly"/>).</param>
/// <param name="find">
/// Finds the object, and completes it if it may be the one that was requested: gets the failure with an unknown outcome, null for none.
/// Returns null if the object does not exist.
/// </param>
/// <param name="possibleEffect">The sentence about what a request with an unknown outcome may have created, for a cancellation.</param>
internal sealed class UniqueCreation<T>(
    ServiceClient client,
    Func<IProgress<Notice>?, CancellationToken, Task<T>> send,
    Func<TokenException?, IProgress<Notice>?, CancellationToken, Task<T?>> find,
    Func<string>? possibleEffect)
    where T : class
{
    /// <summary>Creates the object, which was not found before.</summary>
    /// <returns>The object, also if another client created it at the same time.</returns>
    /// <exception cref="TokenException">The object was not created, or its creation is uncertain.</exception>
    /// <exception cref="RequestCanceledException">The caller canceled it.</exception>
    public async Task<CreationResult<T>> RunAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        TokenException? unknown = null;
        try
        {
            for (var retry = 0; ; retry++)
            {
                try
                {
                    return new(await send(progress, cancellationToken).ConfigureAwait(false), IsNew: true, Failure: null);
                }
                catch (TokenException error) when (unknown is not null || MayExist(error))
                {
                    // A rejection after an unknown outcome may be due to the object of the earlier request.
                    unknown ??= error.NeverApplied ? null : error;
                    if (await LookUpAsync(unknown, error, progress, cancellationToken).ConfigureAwait(false) is { } found)
                    {
                        return new(found, IsNew: false, unknown);
                    }

                    // Requests that were certainly not applied have been retried already.
                    if (error.NeverApplied
                        || !await client.WaitForRetryAsync(RetryPolicy.Idempotent, error, retry, progress, cancellationToken)
                            .ConfigureAwait(false))
                    {
                        throw;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (unknown is not null)
        {
            throw new RequestCanceledException(requestSent: true, possibleEffect?.Invoke(), cancellationToken);
        }
    }

    // Lost, or rejected because the object exists: no service documents its response to that.
    private static bool MayExist(TokenException error) => !error.NeverApplied || error is TokenApiException { StatusCode: 400 or 409 };

    // If the object cannot be looked up, its creation must not be requested again, and the first error says more.
    private async Task<T?> LookUpAsync(
        TokenException? unknown, TokenException error, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await find(unknown, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenException)
        {
            throw unknown ?? error;
        }
    }
}

/// <summary>The result of creating an object.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="Object">The object.</param>
/// <param name="IsNew">Whether the response contained the new object. If not, it exists already.</param>
/// <param name="Failure">Why an object that exists may be the one that was created; null if it existed before.</param>
internal sealed record CreationResult<T>(T Object, bool IsNew, TokenException? Failure);
