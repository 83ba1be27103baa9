using TokenTools.Rows;

namespace TokenTools.GoodData;

/// <summary>The columns of a row that describes an organization, such as a row of a CSV file or of the vendor's Terraform.</summary>
/// <remarks>
/// Field names: gooddata/gooddata-cn-terraform, var.gdcn_orgs (<c>id</c>, <c>name</c>, <c>hostname</c>, <c>admin_user</c>,
/// <c>admin_group</c>), and those of the Organization resource.
/// </remarks>
internal static class OrganizationRow
{
    /// <summary>The settings of a manifest.</summary>
    public static RowSettings Settings { get; } = new(
    [
        new RowSetting(nameof(OrganizationSpec.Id)) { SimilarNames = ["OrganizationId", "OrgId"] },
        new RowSetting(nameof(OrganizationSpec.Name)),
        new RowSetting(nameof(OrganizationSpec.HostName)),
        new RowSetting(nameof(OrganizationSpec.AdminUser), "UserName", "user_name"),
        new RowSetting(nameof(OrganizationSpec.PasswordHash), "adminUserToken"),
        new RowSetting(nameof(OrganizationSpec.AdminGroup)),
        new RowSetting(nameof(OrganizationSpec.Algorithm)),
        new RowSetting(nameof(OrganizationSpec.Salt)),
        new RowSetting(nameof(OrganizationSpec.SecretName)),
        new RowSetting(nameof(OrganizationSpec.SecretKey)),
        new RowSetting(nameof(OrganizationSpec.AdminSecretName)),
        new RowSetting(nameof(OrganizationSpec.TlsSecretName)),
        new RowSetting(nameof(OrganizationSpec.TlsIssuerName), "issuerName"),
        new RowSetting(nameof(OrganizationSpec.TlsIssuerType), "issuerType"),
        new RowSetting(nameof(OrganizationSpec.Namespace)),
        new RowSetting(nameof(OrganizationSpec.ResourceName)),
    ], acceptsSnakeCase: true);

    /// <summary>The settings of a bootstrap token: the same row describes the token and the organization.</summary>
    public static RowSettings TokenSettings { get; } = new(
        [new RowSetting(nameof(BootstrapTokenSpec.UserName), nameof(OrganizationSpec.AdminUser), "admin_user")], acceptsSnakeCase: true);

    /// <summary>Sets the settings of a row that have no other value.</summary>
    /// <param name="row">The row.</param>
    /// <param name="spec">The settings, with those that are specified otherwise.</param>
    /// <param name="isSpecified">Returns true for the key of a setting that is specified otherwise.</param>
    /// <exception cref="TokenException">A value cannot be parsed.</exception>
    public static void CopyTo(Row row, OrganizationSpec spec, System.Func<string, bool> isSpecified)
    {
        // With a token, the row's user is the one that the token must have.
        var hasToken = spec.Token is not null;
        row.CopyTo(spec, key => isSpecified(key)
            || (hasToken && key is nameof(spec.AdminUser)));
        if (hasToken && !isSpecified(nameof(spec.AdminUser)))
        {
            spec.ExpectedUser = row.Text(nameof(spec.AdminUser))?.Trim();
        }
    }
}
