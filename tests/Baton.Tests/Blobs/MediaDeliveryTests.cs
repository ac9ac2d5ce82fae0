using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Tests.Outbound;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class MediaDeliveryTests
{
    [Fact]
    public async Task File_PutToADestination_ArrivesWholeWithItsTypeAndLength()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await BlobHost.Run(Dialer(origin), ("Outbound:AllowLoopback", "true"));

        await Put(host, "http://origin.example/bucket?sig=secret");

        var (type, length, content) = Assert.Single(origin.Put);
        Assert.Equal(("image/png", AMedia.Png.Length), (type, length));
        Assert.Equal(AMedia.Png, content);
    }

    [Theory]
    [InlineData("http://origin.example/status/403?sig=secret", JobFailure.Invalid, "The destination at 'origin.example' answered with 403.")]
    [InlineData("http://origin.example/status/503?sig=secret", JobFailure.Transient, "The destination at 'origin.example' answered with 503.")]
    [InlineData("http://origin.example/to?url=http://other.example/bucket", JobFailure.Invalid, "The destination at 'origin.example' answered with 302.")]
    [InlineData("http://inside.example/bucket", JobFailure.Invalid, "The destination at 'inside.example' is not called: the address of 'inside.example' is not on the public internet.")]
    [InlineData("https://10.0.0.1/bucket?sig=secret", JobFailure.Invalid, "The destination at '10.0.0.1' is not called: its address is not on the public internet.")]
    [InlineData("https://u:secret@origin.example/bucket", JobFailure.Invalid, "The destination at 'origin.example' is not called: it has a user name or a password in it.")]
    public async Task Destination_ThatDoesNotTakeTheFile_IsNamedWithoutTheRestOfTheUrl(string url, JobFailure kind, string words)
    {
        await using var origin = await OriginServer.Run();
        await using var host = await BlobHost.Run(Dialer(origin), ("Outbound:AllowLoopback", "true"));

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => Put(host, url));

        Assert.Equal((kind, words), (failure.Kind, failure.Message));
        Assert.Empty(origin.Put);
    }

    [Fact]
    public async Task Destination_ThatHangs_IsGivenUpAfterTheTimeout()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await BlobHost.Run(Dialer(origin), ("Outbound:AllowLoopback", "true"));

        var putting = Put(host, "http://origin.example/hang");
        await origin.Hanging.Task.WaitAsync(BlobHost.Stop);
        host.Time.Advance(TimeSpan.FromMinutes(5));

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => putting);
        Assert.Equal((JobFailure.Transient, "The destination at 'origin.example' did not take the result in time."), (failure.Kind, failure.Message));
    }

    private static ScriptedDialer Dialer(OriginServer origin) => new(origin.Port)
    {
        Names = { ["origin.example"] = ["93.184.216.34"], ["other.example"] = ["93.184.216.35"], ["inside.example"] = ["192.168.0.1"] },
    };

    private static async Task Put(BlobHost host, string url)
    {
        var file = host.Blobs.PathOf(await host.Stored(AMedia.Png));
        await host.Get<MediaDelivery>().Put(url, file, "image/png", BlobHost.Stop);
    }
}
