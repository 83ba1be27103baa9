using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>The settings for exporting a token to a file, as a front end binds them, and the rules for them.</summary>
internal sealed class TokenExportSpec
{
    /// <summary>The name of the form; null for the token alone.</summary>
    public string? As { get; set; }

    /// <summary>The file, as a full path.</summary>
    public string? Path { get; set; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; set; }

    /// <summary>The variable for the token; null for the one that the token's consumer reads.</summary>
    public string? VariableName { get; set; }

    /// <summary>Whether the password in a bootstrap token is also exported.</summary>
    public bool IncludePassword { get; set; }

    /// <summary>The variable for the password; null for the one in the vendor's documentation.</summary>
    public string? PasswordVariableName { get; set; }

    /// <summary>The same settings, for one of several tokens.</summary>
    public TokenExportSpec Copy() => (TokenExportSpec)MemberwiseClone();

    /// <summary>Checks everything that can be checked before there is a token.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public void Validate()
    {
        var form = TokenExportForm.Find(As);
        foreach (var (name, key) in new[] { (VariableName, nameof(VariableName)), (PasswordVariableName, nameof(PasswordVariableName)) })
        {
            if (name is not null && !form.HasNames)
            {
                throw new TokenArgumentException(
                    key,
                    nameof(Messages.ExportWithoutNames),
                    new SettingName(key),
                    form.Name,
                    string.Join(", ", TokenExportForm.All.Where(static other => other.HasNames)));
            }

            if (name is not null && !EnvironmentFile.IsVariableName(name))
            {
                throw new TokenArgumentException(key, nameof(Messages.ExportVariableInvalid), new SettingName(key));
            }
        }

        if (IncludePassword && !form.AcceptsPassword)
        {
            throw new TokenArgumentException(
                nameof(IncludePassword),
                nameof(Messages.ExportOneValue),
                form.Name,
                string.Join(", ", TokenExportForm.All.Where(static other => other.AcceptsPassword)));
        }

        if (PasswordVariableName is not null && !IncludePassword)
        {
            throw new TokenArgumentException(
                nameof(PasswordVariableName),
                nameof(Messages.SettingRequires),
                new SettingName(nameof(PasswordVariableName)),
                new SettingName(nameof(IncludePassword)));
        }
    }

    /// <summary>Checks everything that can be checked without writing anything.</summary>
    /// <exception cref="TokenArgumentException">The token has expired, or a setting cannot be used.</exception>
    public PreparedExport Build(TokenExport token)
    {
        Validate();
        token.Validate();
        if (IncludePassword && token.Password is null)
        {
            throw new TokenArgumentException(
                nameof(IncludePassword), nameof(Messages.ExportNoPassword), new SettingName(nameof(IncludePassword)));
        }

        RequirePath();
        var form = TokenExportForm.Find(As);
        return new PreparedExport(token, form, form.HasNames ? Values(token) : [], IncludePassword, Path!, Force);
    }

    /// <summary>Checks that a file is specified.</summary>
    /// <exception cref="TokenArgumentException">It is not.</exception>
    internal void RequirePath()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new TokenArgumentException(nameof(Path), nameof(Messages.ExportPathMissing));
        }
    }

    private List<NamedValue> Values(TokenExport token)
    {
        var values = new List<NamedValue>
        {
            new(
                VariableName ?? token.VariableName
                    ?? throw new TokenArgumentException(nameof(VariableName), nameof(Messages.ExportVariableMissing)),
                token.Secret.ToSecureString(),
                TokenExport.InputKey),
        };
        if (IncludePassword)
        {
            NamedValue.ValidateSecret(token.Password!, nameof(IncludePassword));
            values.Add(new NamedValue(PasswordVariableName ?? token.PasswordVariableName!, token.Password!, nameof(IncludePassword)));
            if (values[0].Name == values[1].Name)
            {
                throw new TokenArgumentException(
                    nameof(PasswordVariableName), nameof(Messages.ExportVariableTwice), values[0].Name);
            }
        }

        return values;
    }
}
