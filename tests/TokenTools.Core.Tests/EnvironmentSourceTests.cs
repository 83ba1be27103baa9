using System;
using System.Linq;
using TokenTools.Boomi;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>These tests set environment variables, which belong to the whole process; no other test of this assembly reads them.</summary>
public sealed class EnvironmentSourceTests : IDisposable
{
    private static readonly string[] Variables =
    [
        BoomiEnvironment.AccountId, BoomiEnvironment.UserName, BoomiEnvironment.ApiToken, BoomiEnvironment.ApiUrl,
        OnezoneEnvironment.Host, OnezoneEnvironment.ApiKey,
    ];

    private readonly (string Name, string? Value)[] _before =
        [.. Variables.Select(static name => (name, Environment.GetEnvironmentVariable(name)))];

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Fact]
    public void Connect_WrongValueFromEnvironment_MessageNamesVariable()
    {
        SetBoomi(url: "https://me:hunter22@api.example.com");

        var error = Assert.Throws<TokenArgumentException>(() => ConnectBoomi(new BoomiConnectionOptions()));

        Assert.Equal(("BaseUri", nameof(Messages.AddressHoldsCredentials)), (error.ParameterName, error.ErrorId));
        Assert.StartsWith("BOOMI_API_URL must not contain", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_WrongValueOfASetSetting_MessageNamesSetting()
    {
        SetBoomi(url: "https://api.example.com");

        var error = Assert.Throws<TokenArgumentException>(
            () => ConnectBoomi(new BoomiConnectionOptions { BaseUri = "ftp://api.example.com" }));

        Assert.StartsWith("BaseUri is not", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_AccountAndUserSwapped_ErrorNamesVariable()
    {
        SetBoomi(account: "me@example.com", user: "acme-A1B2C3");

        var error = Assert.Throws<TokenArgumentException>(() => ConnectBoomi(new BoomiConnectionOptions()));

        Assert.Equal(nameof(Messages.BoomiAccountIsUser), error.ErrorId);
        Assert.StartsWith("BOOMI_ACCOUNT_ID ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_AccountLikeEMailAddress_WarningNamesVariable()
    {
        SetBoomi(account: "me@example.com");

        using var connection = ConnectBoomi(new BoomiConnectionOptions());

        var warning = Assert.Single(connection.Warnings);
        Assert.Equal(nameof(Messages.BoomiAccountIdLooksSwapped), warning.Id);
        Assert.StartsWith("BOOMI_ACCOUNT_ID 'me@example.com' ", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_HostOfOnezoneFromEnvironment_MessageNamesVariable()
    {
        Environment.SetEnvironmentVariable(OnezoneEnvironment.Host, "http://zone.example.com");
        Environment.SetEnvironmentVariable(OnezoneEnvironment.ApiKey, "egi:token");
        var environment = new EnvironmentSource();
        var options = new OnezoneConnectionOptions { Token = OnezoneEnvironment.Secret(environment) };
        OnezoneEnvironment.Complete(options, environment);

        var error = Assert.Throws<TokenArgumentException>(() => environment.Connect(() => OnezoneConnection.Create(options)));

        Assert.StartsWith("ONEZONE_HOST would send credentials to zone.example.com", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Text_MissingOrBlankVariable_IsNotASource(string? value)
    {
        Environment.SetEnvironmentVariable(BoomiEnvironment.ApiUrl, value);
        var environment = new EnvironmentSource();

        Assert.Null(environment.Text("BaseUri", BoomiEnvironment.ApiUrl));
        Assert.Equal("BaseUri", environment.Vocabulary.Setting("BaseUri"));
    }

    [Fact]
    public void Text_SetVariable_IsTrimmedAndItsSettingIsCalledByIt()
    {
        Environment.SetEnvironmentVariable(BoomiEnvironment.ApiUrl, " https://api.example.com\n");
        var environment = new EnvironmentSource();

        Assert.Equal("https://api.example.com", environment.Text("BaseUri", BoomiEnvironment.ApiUrl));
        Assert.Equal("BOOMI_API_URL", environment.Vocabulary.Setting("BaseUri"));
        Assert.Equal("UserName", environment.Vocabulary.Setting("UserName"));
    }

    private static BoomiConnection ConnectBoomi(BoomiConnectionOptions options)
    {
        var environment = new EnvironmentSource();
        BoomiEnvironment.Complete(options, environment);
        options.IsApiToken = true;
        options.Secret = BoomiEnvironment.Secret(environment);
        return environment.Connect(() => BoomiConnection.Create(options));
    }

    private static void SetBoomi(string account = "acme-A1B2C3", string user = "me@example.com", string? url = null)
    {
        Environment.SetEnvironmentVariable(BoomiEnvironment.AccountId, account);
        Environment.SetEnvironmentVariable(BoomiEnvironment.UserName, user);
        Environment.SetEnvironmentVariable(BoomiEnvironment.ApiToken, "123aab45-67b8-9012-3a45-67c8e9e01e23");
        Environment.SetEnvironmentVariable(BoomiEnvironment.ApiUrl, url);
    }
}
