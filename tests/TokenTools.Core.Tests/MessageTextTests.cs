using System;
using System.Collections.Generic;
using Xunit;

namespace TokenTools.Core.Tests;

public class MessageTextTests
{
    [Fact]
    public void Render_SettingInMessageOrArgument_UsesVocabulary()
    {
        var vocabulary = new Vocabulary().WithSources(new Dictionary<string, string> { ["Proxy"] = "{PROXY_URL}" });

        var text = new MessageText(nameof(Messages.ProxyInvalid)).Render(vocabulary);

        Assert.StartsWith("{PROXY_URL} is not", text, StringComparison.Ordinal);
        Assert.Equal(
            "{PROXY_URL} and NoProxy cannot be used together. Specify one of them.",
            new MessageText(nameof(Messages.SettingsExclusive), new SettingName("Proxy"), new SettingName("NoProxy")).Render(vocabulary));
    }

    [Fact]
    public void Render_MessageAsArgument_UsesSameVocabulary()
    {
        var vocabulary = new Vocabulary().WithSources(new Dictionary<string, string> { ["Proxy"] = "PROXY_URL" });
        var inner = new MessageText(nameof(Messages.ProxyInvalid));

        var text = new MessageText(nameof(Messages.NoticeStatus), inner, 503).Render(vocabulary);

        Assert.Equal(inner.Render(vocabulary) + " returned HTTP 503", text);
        Assert.StartsWith("PROXY_URL", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_UnknownMessage_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new MessageText("NoSuchMessage").Render(Vocabulary.Neutral));
}
