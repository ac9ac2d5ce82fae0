using Baton.Callbacks;
using Xunit;

namespace Baton.Tests.Callbacks;

public sealed class CallbackUrlTests
{
    [Theory]
    [InlineData("https://a.example", "/", "https://a.example/")]
    [InlineData("https://a.example?token=%41b", "/?token=%41b", "https://a.example/")]
    [InlineData("https://a.example/x%2fy?to=https://b.example/?z#part", "/x%2fy?to=https://b.example/?z", "https://a.example/x%2fy")]
    [InlineData("https://a.example:8443/h/../i?q=é x", "/i?q=%C3%A9%20x", "https://a.example:8443/i")]
    [InlineData("https://a.example/?q=1\r\nX-Evil: 1", "/?q=1%0D%0AX-Evil:%201", "https://a.example/")]
    public void Url_IsCalledAsGiven_AndShownWithoutItsQuery(string given, string sent, string shown)
    {
        var url = CallbackUrl.Parse(given);

        Assert.Equal(sent, url.PathAndQuery);
        Assert.Equal(shown, CallbackUrl.NameOf(url));
    }
}
