using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxTextTests
{
    [Fact]
    public void Create_EveryMessage_RendersInEveryVocabulary()
    {
        var names = SandboxMessages.ResourceManager.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
            .Cast<DictionaryEntry>().Select(static entry => (string)entry.Key).ToList();
        Assert.True(names.Count > 15);
        Assert.All(names, static name =>
        {
            var text = SandboxText.Create(name, "1", "2").Render(new Typed());
            Assert.Matches(@"^[^{}]+\.$", text);
            Assert.DoesNotMatch(
                @" -[A-Za-z]| --[a-z]|\b[A-Z][a-z]+-[A-Z]",
                text.Replace("Retry-After", string.Empty, StringComparison.Ordinal));
        });
        Assert.Equal(
            "Port 1 is in use. Omit <Port> to get a free port.",
            SandboxText.Create(nameof(SandboxMessages.SandboxPortInUse), 1).Render(new Typed()));
    }

    private sealed class Typed : Vocabulary
    {
        public override string Setting(string key) => "<" + key + ">";
    }
}
