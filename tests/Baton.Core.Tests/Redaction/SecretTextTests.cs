using Baton.Redaction;
using Xunit;

namespace Baton.Core.Tests.Redaction;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("GET https://api.example/x?sig=abc&n=1 failed", "GET https://api.example/x?[hidden] failed")]
    [InlineData("https://user:pass@host/path", "https://[hidden]@host/path")]
    [InlineData("Authorization: Bearer sk-live-123456", "Authorization: Bearer [hidden]")]
    [InlineData("api_key=abcd1234 is wrong", "api_key=[hidden] is wrong")]
    [InlineData("""{"token":"abcd1234","n":1}""", """{"token":"[hidden]","n":1}""")]
    [InlineData("password: hunter2!", "password: [hidden]")]
    [InlineData("the value 0123456789abcdef0123456789abcdef here", "the value [hidden] here")]
    [InlineData("key sk-proj-ab12cd34 was refused", "key [hidden] was refused")]
    [InlineData("hf_abcDEF123 is over", "[hidden] is over")]
    [InlineData("the sk-learn-based model", "the sk-learn-based model")]
    [InlineData("no such file: /usr/lib/x86_64-linux-gnu/vips-modules-8.14/vips-heif.so", "no such file: /usr/lib/x86_64-linux-gnu/vips-modules-8.14/vips-heif.so")]
    [InlineData("dGhpcyBpcyBub3Q/YSB3b3JkIGJ1dCBhIHNlY3JldA==", "[hidden]")]
    [InlineData("width 4096 exceeds 2048", "width 4096 exceeds 2048")]
    [InlineData("job_01M86WKSFDH121HA8PNQX92D3X_0_0 of wf_01M86WKSFDH121HA8PNQX92D3X", "job_01M86WKSFDH121HA8PNQX92D3X_0_0 of wf_01M86WKSFDH121HA8PNQX92D3X")]
    [InlineData("The key of the door is missing.", "The key of the door is missing.")]
    public void Text_WithASecret_IsShownWithoutIt(string text, string shown) => Assert.Equal(shown, SecretText.Clean(text));

    [Fact]
    public void Fault_WithASecretInAMessage_IsShownWithoutIt()
    {
        var shown = SecretText.Clean(new InvalidOperationException("outer", new HttpRequestException("GET https://x.example/?key=abcd1234 gave 401")));

        Assert.StartsWith("System.InvalidOperationException: outer", shown, StringComparison.Ordinal);
        Assert.Contains("System.Net.Http.HttpRequestException: GET https://x.example/?[hidden] gave 401", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("abcd1234", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAnyLength_IsCleanedInLinearTimeAndCut() => Assert.True(SecretText.Clean(new string('a', 5_000_000)).Length < 2100);
}
