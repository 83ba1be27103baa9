using System;
using System.Linq;
using System.Text;
using TokenTools.Processes;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Processes;

/// <summary>The settings of a command that gets secrets.</summary>
public class ChildCommandSpecTests
{
    private const string Secret = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA";

    public static TheoryData<string> Arguments { get; } = new(
        Secret,
        "--token=" + Secret,
        Secret.ToUpperInvariant(),
        Secret[..10],
        Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        string.Concat(Secret.Select(static c => "%" + Convert.ToHexString([(byte)c]))));

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Build_SecretInArgument_IsRejected(string argument)
    {
        foreach (var secretIsIn in new Action<ChildCommandSpec>[]
        {
            static spec => spec.Environment.Add(new("A", SecureText.FromString(Secret))),
            static spec => spec.File.Add(new("A", SecureText.FromString(Secret))),
            static spec => spec.StandardInput = SecureText.FromString(Secret),
            static spec => spec.Secret.Add(SecureText.FromString(Secret)),
        })
        {
            var spec = new ChildCommandSpec { Command = ["curl", "--silent", argument] };
            secretIsIn(spec);

            var error = Assert.Throws<TokenArgumentException>(spec.Build);

            Assert.Equal("ChildSecretInArgument", error.ErrorId);
            Assert.StartsWith("Argument 2 ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(argument, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "ChildVariableInvalid")]
    [InlineData("A=B", "ChildVariableInvalid")]
    [InlineData("A\0", "ChildVariableInvalid")]
    [InlineData("TWICE", "ChildVariableTwice")]
    public void Build_VariableThatCannotBeSet_IsRejected(string name, string id)
    {
        var spec = new ChildCommandSpec { Command = ["true"] };
        spec.Environment.Add(new("TWICE", SecureText.FromString(Secret)));
        spec.File.Add(new(name, SecureText.FromString(Secret)));

        Assert.Equal(id, Assert.Throws<TokenArgumentException>(spec.Build).ErrorId);
    }

    [Fact]
    public void Build_NoCommandOrEmptySecret_IsRejected()
    {
        Assert.Equal("ChildCommandMissing", Assert.Throws<TokenArgumentException>(new ChildCommandSpec().Build).ErrorId);
        var spec = new ChildCommandSpec { Command = ["true"] };
        spec.Environment.Add(new("A", SecureText.FromString(string.Empty)));
        Assert.Equal("ChildSecretEmpty", Assert.Throws<TokenArgumentException>(spec.Build).ErrorId);
    }

    [Theory]
    [InlineData("abc", 1)]
    [InlineData("abcd", 0)]
    public void Build_SecretThatCannotBeMasked_IsAWarning(string secret, int count)
    {
        var spec = new ChildCommandSpec { Command = ["true"] };
        spec.Environment.Add(new("A", SecureText.FromString(secret)));

        Assert.Equal(Enumerable.Repeat("ChildSecretTooShort", count), spec.Build().Warnings.Select(static warning => warning.Id));
    }
}
