using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class NoticeTests
{
    [Fact]
    public void Text_Rendered_IsRenderedOnceAndOnlyWhenRead()
    {
        var count = 0;
        var notice = new Notice(NoticeLevel.Debug, () => "text " + ++count);

        Assert.Equal(0, count);
        Assert.Equal("text 1", notice.Text);
        Assert.Equal("text 1", notice.Text);
        Assert.Equal("other", (notice with { Text = "other" }).Text);
        Assert.Equal(NoticeLevel.Debug, notice.Level);
    }

    [Fact]
    public void Equals_SameLevelAndText_IsTrue() =>
        Assert.Equal(new Notice(NoticeLevel.Warning, "a"), new Notice(NoticeLevel.Warning, "a"));
}
