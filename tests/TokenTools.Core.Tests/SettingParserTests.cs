using System;
using TokenTools.GoodData;
using TokenTools.Onedata.Purposes;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests;

public class SettingParserTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("24", 24)]
    [InlineData("-1", -1)]
    [InlineData("2147483647", int.MaxValue)]
    public void ParseNumber_WholeNumber_IsParsed(string? text, int? expected)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, SettingParser.ParseNumber(text, "PasswordLength")));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("٣")]
    [InlineData("2147483648")]
    public void ParseNumber_OtherText_IsAnErrorThatDoesNotShowIt(string text)
    {
        var error = Assert.Throws<TokenArgumentException>(() => SettingParser.ParseNumber(text, "PasswordLength"));
        Assert.Equal(("PasswordLength", nameof(Messages.NumberInvalid)), (error.ParameterName, error.ErrorId));
        Assert.Equal("PasswordLength is not a whole number. Specify one.", error.Message);
    }

    [Theory]
    [InlineData("Sha256Crypt", PasswordHashAlgorithm.Sha256Crypt)]
    [InlineData("sha256crypt", PasswordHashAlgorithm.Sha256Crypt)]
    [InlineData("SHA512", PasswordHashAlgorithm.Sha512Crypt)]
    public void ParseChoice_NameInAnyCaseOrUnambiguouslyShortened_IsParsed(string text, PasswordHashAlgorithm expected)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, SettingParser.ParseChoice<PasswordHashAlgorithm>(text, "Algorithm")));
        }
    }

    [Fact]
    public void ParseChoice_NameThatAnotherNameStartsWith_IsThatName() =>
        Assert.Equal(Nested.On, SettingParser.ParseChoice<Nested>("on", "Switch"));

    [Fact]
    public void FindChoice_NameThatAnotherNameStartsWith_IsThatName()
    {
        Assert.Equal("Json", SettingParser.FindChoice(["JsonLines", "Json", "EnvironmentFile"], "json", "As"));
        Assert.Equal("JsonLines", SettingParser.FindChoice(["JsonLines", "Json", "EnvironmentFile"], "jsonl", "As"));
        var error = Assert.Throws<TokenArgumentException>(() => SettingParser.FindChoice(["JsonLines", "Json", "EnvironmentFile"], "js", "As"));
        Assert.Equal(("As", nameof(Messages.ChoiceInvalid)), (error.ParameterName, error.ErrorId));
        Assert.EndsWith("JsonLines, Json, EnvironmentFile.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readonlydata", "readonlyData")]
    [InlineData("ONEPANEL", "onepanelRest")]
    [InlineData("oneclient", "oneclient")]
    public void Find_PurposeInAnyCaseOrUnambiguouslyShortened_IsFound(string text, string expected) =>
        Assert.Equal(expected, TokenPurposes.Find(text)!.Name, ignoreCase: true);

    [Fact]
    public void ParseChoice_Null_IsNull() => Assert.Null(SettingParser.ParseChoice<PasswordHashAlgorithm>(null, "Algorithm"));

    [Theory]
    [InlineData("")]
    [InlineData("md5")]
    [InlineData("sha")]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("Sha512Crypt,Sha256Crypt")]
    [InlineData(" Sha512Crypt")]
    public void ParseChoice_OtherText_IsAnErrorWithTheChoicesAndWithoutTheText(string text)
    {
        var error = Assert.Throws<TokenArgumentException>(() => SettingParser.ParseChoice<PasswordHashAlgorithm>(text, "Algorithm"));
        Assert.Equal(("Algorithm", nameof(Messages.ChoiceInvalid)), (error.ParameterName, error.ErrorId));
        Assert.Equal("The value of Algorithm is invalid. Valid values: Sha512Crypt, Sha256Crypt.", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(3600)]
    public void RequireRange_InRange_IsAccepted(int? value) => SettingParser.RequireRange(value, 1, 3600, "RetryIntervalSec");

    [Theory]
    [InlineData(0)]
    [InlineData(3601)]
    public void RequireRange_OutOfRange_IsAnErrorThatNamesTheRange(int value)
    {
        var error = Assert.Throws<TokenArgumentException>(() => SettingParser.RequireRange(value, 1, 3600, "RetryIntervalSec"));
        Assert.Equal("RetryIntervalSec", error.ParameterName);
        Assert.Contains("3600", error.Message, StringComparison.Ordinal);
    }

    private enum Nested
    {
        OnTime,
        On,
    }
}
