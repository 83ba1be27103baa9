namespace TokenTools.GoodData;

/// <summary>The settings of a new API token.</summary>
internal sealed class GoodDataApiTokenSpec
{
    /// <summary>The token's id.</summary>
    public string? Id { get; set; }

    /// <summary>The id of the user that the token acts as; null for the connection's own user.</summary>
    public string? UserId { get; set; }

    /// <summary>Whether an existing token of that id is replaced.</summary>
    public bool Force { get; set; }

    /// <summary>Whether the token is a string instead of a <see cref="System.Security.SecureString"/>.</summary>
    public bool AsPlainText { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        ValidateId(Id);
        ValidateUserId(UserId);
        if (Id == BootstrapTokenFactory.TokenId)
        {
            throw new TokenArgumentException(nameof(Id), nameof(Messages.ApiTokenIdReserved), new SettingName(nameof(Id)));
        }
    }

    /// <summary>Checks a token's id.</summary>
    /// <exception cref="TokenArgumentException">It is not valid.</exception>
    internal static void ValidateId(string? id)
    {
        if (!GoodDataId.IsValid(id))
        {
            throw new TokenArgumentException(nameof(Id), nameof(Messages.ApiTokenIdInvalid), new SettingName(nameof(Id)));
        }
    }

    /// <summary>Checks a user's id; null, for the connection's own user, is accepted.</summary>
    /// <exception cref="TokenArgumentException">It is not valid.</exception>
    internal static void ValidateUserId(string? userId)
    {
        if (userId is not null && !GoodDataId.IsValid(userId))
        {
            throw new TokenArgumentException(nameof(UserId), nameof(Messages.BootstrapUserInvalid), new SettingName(nameof(UserId)));
        }
    }
}
