using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Export;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Export;

public sealed class TokenExportSpecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-export-");

    public static TheoryData<string> Kinds { get; } = new(TokenExports.All().Select(static token => token.Kind));

    public static TheoryData<string> Forms { get; } = new(TokenExportForm.All.Select(static form => form.Name));

    private string Path => System.IO.Path.Combine(_folder.FullName, "token");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_TokenFile_ContainsTheTokenAlone(string kind)
    {
        var (_, token, text, _) = Find(kind);
        Assert.Equal(text, Save(new TokenExportSpec(), token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_EnvironmentFile_HasTheVariableOfTheConsumer(string kind)
    {
        var (_, token, text, variable) = Find(kind);
        Assert.Equal(variable + "=" + text + "\n", Save(new TokenExportSpec { As = "environmentfile" }, token));
        Assert.Equal("MINE=" + text + "\n", Save(new TokenExportSpec { As = "EnvironmentFile", VariableName = "MINE", Force = true }, token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_Json_IsTheDocumentWithTheToken(string kind)
    {
        var (_, token, text, _) = Find(kind);
        var json = JsonNode.Parse(Save(new TokenExportSpec { As = "Json" }, token))!;
        Assert.Equal(text, (string?)(json["token"] ?? json["bearerToken"] ?? json["attributes"]?["bearerToken"]));
        Assert.Null(json["password"]);
    }

    [Fact]
    public void Save_JwtOfOneself_HasTheVariableOfAConnection()
    {
        var token = new GoodDataJwt(
            "k", "ada", "Ada", "j", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(5), TokenSecret.FromString("eyJ.e30.x", false));
        Assert.Equal("GOODDATA_TOKEN=eyJ.e30.x\n", Save(new TokenExportSpec { As = "EnvironmentFile" }, token));
        Assert.Equal("ada", (string?)JsonNode.Parse(Save(new TokenExportSpec { As = "Json", Force = true }, token))!["sub"]);
    }

    [Fact]
    public void Save_IncludePassword_AddsIt()
    {
        var token = BootstrapTokenReader.Read(Requests.Secure(TokenExports.Bootstrap));
        Assert.Equal(
            "GOODDATA_TOKEN=" + TokenExports.Bootstrap + "\nGD_ADMIN_USER_PASSWORD=MySecretPassword\n",
            Save(new TokenExportSpec { As = "EnvironmentFile", IncludePassword = true }, token));
        Assert.Equal(
            "A=" + TokenExports.Bootstrap + "\nB=MySecretPassword\n",
            Save(new TokenExportSpec { As = "EnvironmentFile", IncludePassword = true, VariableName = "A", PasswordVariableName = "B", Force = true }, token));
        Assert.Equal(
            "MySecretPassword",
            (string?)JsonNode.Parse(Save(new TokenExportSpec { As = "Json", IncludePassword = true, Force = true }, token))!["password"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Save_AnyForm_IsOnlyForItsOwnerAndNeverReplacesAFileUnasked(string form)
    {
        var token = InstallerTokens.Token();
        Save(new TokenExportSpec { As = form }, token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }

        Rejected(nameof(Messages.InstallerFileExists), "Path", new TokenExportSpec { As = form, Path = Path }, token, save: true);
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Build_SettingThatCannotBeUsed_IsRejected()
    {
        var installer = InstallerTokens.Token();
        Rejected(nameof(Messages.ChoiceInvalid), "As", new TokenExportSpec { As = "Nope" }, installer);
        Rejected(nameof(Messages.ExportWithoutNames), "VariableName", new TokenExportSpec { VariableName = "A" }, installer);
        Rejected(nameof(Messages.ExportVariableInvalid), "VariableName", new TokenExportSpec { As = "EnvironmentFile", VariableName = "A B" }, installer);
        Rejected(nameof(Messages.ExportVariableInvalid), "VariableName", new TokenExportSpec { As = "EnvironmentFile", VariableName = "1A\n" }, installer);
        Rejected(nameof(Messages.ExportOneValue), "IncludePassword", new TokenExportSpec { IncludePassword = true }, installer);
        Rejected(nameof(Messages.ExportNoPassword), "IncludePassword", new TokenExportSpec { As = "Json", IncludePassword = true }, installer);
        Rejected(nameof(Messages.SettingRequires), "PasswordVariableName", new TokenExportSpec { As = "EnvironmentFile", PasswordVariableName = "A" }, installer);
        Rejected(nameof(Messages.ExportPathMissing), "Path", new TokenExportSpec { Path = " " }, installer);
        var twice = new TokenExportSpec { As = "EnvironmentFile", IncludePassword = true, VariableName = "A", PasswordVariableName = "A", Path = Path };
        Rejected(nameof(Messages.ExportVariableTwice), "PasswordVariableName", twice, BootstrapTokenReader.Read(Requests.Secure(TokenExports.Bootstrap)));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Build_TokenThatHasExpiredOrHasNoSecret_IsRejected()
    {
        Rejected(nameof(Messages.ExportTokenExpired), "InputObject", new TokenExportSpec { Path = Path }, InstallerTokens.Token(left: TimeSpan.FromMinutes(-1)));
        var error = Assert.Throws<TokenArgumentException>(() => ((IExportableToken)new GoodDataApiToken("ci", "ada", null)).ToExport());
        Assert.Equal(nameof(Messages.ExportWithoutSecret), error.ErrorId);
    }

    [Fact]
    public void Build_TokenOfUnknownKindInAnEnvironmentFile_RequiresAName()
    {
        var text = TokenText.Read(Requests.Secure("anything"));
        var error = Assert.Throws<TokenArgumentException>(() => new TokenExportSpec { As = "EnvironmentFile", Path = Path }.Build(text));
        Assert.Equal(nameof(Messages.ExportVariableMissing), error.ErrorId);
    }

    private static (string Kind, IExportableToken Token, string Text, string? Variable) Find(string kind) =>
        TokenExports.All().Single(token => token.Kind == kind);

    private static void Rejected(string errorId, string settingKey, TokenExportSpec spec, IExportableToken token, bool save = false)
    {
        var error = Assert.Throws<TokenArgumentException>(() =>
        {
            var export = spec.Build(token.ToExport());
            if (save)
            {
                export.Save(new OwnerOnlyFile());
            }
        });
        Assert.Equal((errorId, settingKey), (error.ErrorId, error.ParameterName));
    }

    private string Save(TokenExportSpec spec, IExportableToken token)
    {
        spec.Path = Path;
        spec.Build(token.ToExport()).Save(new OwnerOnlyFile());
        return File.ReadAllText(Path);
    }
}
