using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>An API token of the requested id exists, but its secret cannot be read: the organization shows it only once.</summary>
public sealed class ApiTokenUnavailableException : TokenException
{
    internal ApiTokenUnavailableException(string tokenId, string userId, TokenException? cause)
        : base(
            new MessageText(
                cause is null ? nameof(Messages.ApiTokenExists) : nameof(Messages.ApiTokenSecretLost),
                DisplayText.Id(tokenId),
                DisplayText.Id(userId),
                cause),
            cause)
    {
        TokenId = tokenId;
        UserId = userId;
        Advice = new MessageText(nameof(Messages.ApiTokenAdviceReplace), DisplayText.Id(tokenId));
    }

    /// <summary>The token's id.</summary>
    public string TokenId { get; }

    /// <summary>The id of the user that the token acts as.</summary>
    public string UserId { get; }

    /// <summary>True if the token existed before the request; false if the request created it.</summary>
    public override bool NeverApplied => InnerException is null;
}
