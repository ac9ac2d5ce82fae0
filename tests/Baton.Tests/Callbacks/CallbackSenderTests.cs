using System.Net;
using Baton.Callbacks;
using Baton.Outbound;
using Baton.Tests.Outbound;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>Callbacks go out through the guard: nothing is dialled that is not on the public internet, whatever URL a caller made up.</summary>
public sealed class CallbackSenderTests
{
    public static TheoryData<string> HostileAddresses => OutboundGuardTests.HostileAddresses;

    public static TheoryData<string> HostileUrls => OutboundGuardTests.HostileUrls;

    [Theory]
    [MemberData(nameof(HostileAddresses))]
    public async Task HostileAddress_BehindAnyName_IsNeverDialled(string address)
    {
        var dialer = new ScriptedDialer { Names = { ["example.org"] = [address] } };

        var answer = await Send(dialer, "https://example.org/?token=s3cret");

        Assert.IsType<CallbackOutcome.Failed>(answer.Outcome);
        Assert.Equal("The endpoint is not called: the address of 'example.org' is not on the public internet.", answer.Error);
        Assert.Empty(dialer.Dialled);
    }

    [Theory]
    [MemberData(nameof(HostileUrls))]
    public async Task HostileUrl_IsRefusedAtSubmitOrNeverDialled(string url)
    {
        var dialer = new ScriptedDialer();
        using var guard = Guard(dialer);

        if (guard.WhyRefused(url) is null)
        {
            Assert.IsType<CallbackOutcome.Failed>((await Send(dialer, url)).Outcome);
        }

        Assert.Empty(dialer.Dialled);
    }

    [Fact]
    public async Task Name_ThatBecomesHostileLater_IsRefusedThen()
    {
        var dialer = new ScriptedDialer { Names = { ["example.org"] = ["93.184.216.34"] } };

        await Send(dialer, "https://example.org/");
        dialer.Names["example.org"] = ["10.0.0.1"];
        await Send(dialer, "https://example.org/");

        Assert.Equal(new IPEndPoint(IPAddress.Parse("93.184.216.34"), 443), Assert.Single(dialer.Dialled));
    }

    [Fact]
    public async Task Redirect_ToThisMachine_IsAFailureAndNotFollowed()
    {
        await using var secret = await CallbackReceiver.Run();
        await using var receiver = await CallbackReceiver.Run((_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = secret.Url;
            return Task.CompletedTask;
        });

        var answer = await Send(new SocketDialer(), receiver.Url, allowLoopback: true);

        Assert.Equal((307, "The endpoint answered with a redirect (307); redirects are not followed."), (answer.StatusCode!.Value, answer.Error));
        Assert.Empty(secret.All);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("never", null)]
    public async Task RetryAfter_IsRead(string header, int? seconds)
    {
        await using var receiver = await CallbackReceiver.Run((_, context) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });

        var answer = await Send(new SocketDialer(), receiver.Url, allowLoopback: true);

        Assert.Equal(seconds is { } asked ? TimeSpan.FromSeconds(asked) : null, Assert.IsType<CallbackOutcome.Failed>(answer.Outcome).RetryAfter);
    }

    private static OutboundGuard Guard(IOutboundDialer dialer, bool allowLoopback = false) =>
        new(Options.Create(new OutboundOptions { AllowLoopback = allowLoopback }), dialer);

    private static async Task<CallbackAnswer> Send(IOutboundDialer dialer, string url, bool allowLoopback = false)
    {
        using var guard = Guard(dialer, allowLoopback);
        var sender = new CallbackSender(guard, Options.Create(new CallbackOptions()), TimeProvider.System);
        return await sender.Send(CallbackUrl.Parse(url), "{}"u8.ToArray(), [("webhook-id", "evt_1")]);
    }
}
