using System.Security;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a new bootstrap token.</summary>
internal sealed class BootstrapTokenSpec
{
    /// <summary>
    /// The length of the vendor's own generated passwords (gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf).
    /// </summary>
    public const int DefaultPasswordLength = 24;

    private const int ShortestPassword = 12;
    private const int LongestPassword = 128;

    /// <summary>The administrator's user id.</summary>
    public string? UserName { get; set; }

    /// <summary>The administrator's password; null if it is generated.</summary>
    public SecureString? Password { get; set; }

    /// <summary>Whether the password is generated.</summary>
    public bool GeneratePassword { get; set; }

    /// <summary>The number of characters of a generated password; null for <see cref="DefaultPasswordLength"/>.</summary>
    public int? PasswordLength { get; set; }

    /// <summary>Whether the token is a string instead of a <see cref="SecureString"/>.</summary>
    public bool AsPlainText { get; set; }

    /// <summary>Checks all settings except the password, so that a front end can do so before it prompts for one.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        BootstrapTokenFactory.ValidateUserName(UserName);
        if (PasswordLength is not null && !GeneratePassword)
        {
            throw new TokenArgumentException(nameof(PasswordLength), nameof(Messages.BootstrapPasswordLengthUnused));
        }

        SettingParser.RequireRange(PasswordLength, ShortestPassword, LongestPassword, nameof(PasswordLength));
    }

    /// <summary>Creates the token.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public BootstrapToken Build()
    {
        Validate();
        if (GeneratePassword)
        {
            return Password is null
                ? BootstrapTokenFactory.Create(UserName, SecretGenerator.Password(PasswordLength ?? DefaultPasswordLength), AsPlainText)
                : throw TokenArgumentException.Exclusive(
                    nameof(GeneratePassword), new SettingName(nameof(Password)), new SettingName(nameof(GeneratePassword)));
        }

        BootstrapPassword.Validate(Password, new MessageText(nameof(Messages.BootstrapAdviceGenerate)));
        return BootstrapTokenFactory.Create(UserName, Password, AsPlainText);
    }
}
