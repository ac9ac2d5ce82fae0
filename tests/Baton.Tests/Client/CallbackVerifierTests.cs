using System.Text;
using Baton.Client;
using Xunit;

namespace Baton.Tests.Client;

/// <summary>With the example of the Standard Webhooks specification.</summary>
public sealed class CallbackVerifierTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Example_OfTheSpecification_IsGenuine() => Assert.True(At(1614265330).IsGenuine(Id, Timestamp, Signature, Body));

    [Theory]
    [InlineData("v1,AAAA")]
    [InlineData("")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(null)]
    public void Signature_ThatIsWrong_IsRefused(string? signature) => Assert.False(At(1614265330).IsGenuine(Id, Timestamp, signature, Body));

    [Fact]
    public void Signature_AmongOthers_IsFound() => Assert.True(At(1614265330).IsGenuine(Id, Timestamp, $"v2,x v1,AAAA {Signature}", Body));

    [Theory]
    [InlineData(1614265330 + 300, true)]
    [InlineData(1614265330 - 300, true)]
    [InlineData(1614265330 + 301, false)]
    [InlineData(1614265330 - 301, false)]
    public void Time_FurtherAwayThanTheTolerance_IsRefused(long now, bool isGenuine) => Assert.Equal(isGenuine, At(now).IsGenuine(Id, Timestamp, Signature, Body));

    [Theory]
    [InlineData("msg_other", Timestamp, "{\"test\": 2432232314}")]
    [InlineData(Id, "1614265331", "{\"test\": 2432232314}")]
    [InlineData(Id, Timestamp, "{\"test\": 2432232315}")]
    [InlineData(null, Timestamp, "{\"test\": 2432232314}")]
    [InlineData(Id, null, "{\"test\": 2432232314}")]
    [InlineData(Id, "soon", "{\"test\": 2432232314}")]
    [InlineData(Id, "-99999999999999999999", "{\"test\": 2432232314}")]
    public void Anything_ThatWasChanged_IsRefused(string? id, string? timestamp, string body) =>
        Assert.False(At(1614265330).IsGenuine(id, timestamp, Signature, Encoding.UTF8.GetBytes(body)));

    private static CallbackVerifier At(long now) => new("whsec_AAAA", Secret) { Time = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(now)) };

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
