using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class NamedValueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Value_TextOrSecret_IsReadTheSameWay(bool isSecret)
    {
        const string Text = "zażółć 1";
        var value = new NamedValue("NAME", isSecret ? SecureText.FromString(Text) : Text, "Key");

        Assert.Equal(Text, value.Reveal());
        Assert.Equal("emHFvMOzxYLEhyAx", value.ToBase64());
        Assert.True(value.ContainsAny(char.IsDigit));
        Assert.False(value.ContainsAny(char.IsControl));
    }

    [Theory]
    [InlineData("secret", true)]
    [InlineData("se\tcr\u0001et", true)]
    [InlineData("", true)]
    [InlineData("se\ncret", false)]
    [InlineData("se\rcret", false)]
    [InlineData("secret\0", false)]
    public void ValidateSecret_LineBreak_IsRejected(string text, bool isValid) => Validate(text, isValid);

    [Fact]
    public void ValidateSecret_LoneSurrogate_IsRejected() => Validate("se\ud83dcret", isValid: false);

    private static void Validate(string text, bool isValid)
    {
        var error = Record.Exception(() => NamedValue.ValidateSecret(SecureText.FromString(text), "Key"));

        Assert.Equal(isValid ? null : "InstallerValueControl", (error as TokenArgumentException)?.ErrorId);
        Assert.Equal(isValid, error is null);
    }
}
