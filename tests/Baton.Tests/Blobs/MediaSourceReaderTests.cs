using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Tests.Outbound;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class MediaSourceReaderTests
{
    private const long BytesMax = 10_000;

    [Fact]
    public async Task OwnBlob_InAnyForm_IsItsFile()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var signed = host.Sign(blob);
        var content = host.BaseUrl + await host.ContentUrl(signed);
        host.Time.Advance(TimeSpan.FromHours(5));

        foreach (var source in new[] { $"baton://blobs/{blob.Id}", $"{host.BaseUrl}/v2/consumer/blobs/{blob.Id}", signed, content })
        {
            Assert.Equal(new MediaFile(host.Blobs.PathOf(blob), "image/png", AMedia.Png.Length), await Fetch(host, source));
        }
    }

    [Fact]
    public async Task ForeignBlob_ByAValidSignature_CanBeReadUnderAnyHost()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png, account: "bob");

        var file = await Fetch(host, host.Sign(blob).Replace(host.BaseUrl, "https://proxy.example.org", StringComparison.Ordinal));

        Assert.Equal(host.Blobs.PathOf(blob), file.Path);
    }

    [Fact]
    public async Task Unseen_ForeignBlob_IsOneThatDoesNotExist()
    {
        await using var host = await BlobHost.Run();
        var foreign = await host.Stored(AMedia.Png, account: "bob");
        var expired = host.Sign(foreign);
        host.Time.Advance(TimeSpan.FromHours(2));

        foreach (var source in new[]
        {
            $"baton://blobs/{foreign.Id}",
            $"{host.BaseUrl}/v2/consumer/blobs/{foreign.Id}",
            expired,
            expired.Replace("sig=", "sig=A", StringComparison.Ordinal),
            "baton://blobs/blob_00000000000000000000000000.png",
            "baton://blobs/../../keys/blob-urls",
        })
        {
            Assert.Equal((JobFailure.Invalid, "The media source names a blob that does not exist."), await Failure(host, source));
        }
    }

    [Fact]
    public async Task Link_ForAServiceOutside_GivesTheContentToWhoeverHasItUntilItEnds()
    {
        await using var host = await BlobHost.Run(null, ("Blobs:PublicUrl", "https://baton.example.org/"));
        var blob = await host.Stored(AMedia.Png);

        var link = await Link(host, $"baton://blobs/{blob.Id}");

        Assert.Equal("https://baton.example.org", link!.GetLeftPart(UriPartial.Authority));
        using (var content = await host.Get(link.PathAndQuery))
        {
            Assert.Equal(AMedia.Png, await content.Content.ReadAsByteArrayAsync(BlobHost.Stop));
        }

        host.Time.Advance(TimeSpan.FromHours(2));
        using var late = await host.Get(link.PathAndQuery);
        Assert.Equal("403 blob-url-expired", await BlobHost.Problem(late));
        using var changed = await host.Get(link.PathAndQuery[..^2] + "AA");
        Assert.Equal("403 blob-url-invalid", await BlobHost.Problem(changed));
    }

    [Fact]
    public async Task Link_OfWhatIsNoBlobOfTheAccountOrHasNoAddressOutside_IsNone()
    {
        await using var host = await BlobHost.Run(null, ("Blobs:PublicUrl", "https://baton.example.org"));
        await using var inside = await BlobHost.Run();
        var foreign = await host.Stored(AMedia.Png, account: "bob");
        var own = await inside.Stored(AMedia.Png);

        Assert.Null(await Link(host, $"baton://blobs/{foreign.Id}"));
        Assert.Null(await Link(host, "https://example.org/cat.png"));
        Assert.Null(await Link(host, "data:image/png;base64,AAAA"));
        Assert.Null(await Link(inside, $"baton://blobs/{own.Id}"));
    }

    [Theory]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/jpeg;charset=x;base64,")]
    [InlineData("DATA:;base64,")]
    [InlineData("")]
    public async Task Base64_WithOrWithoutAHeader_IsDecodedAndTypedByItsBytes(string header)
    {
        await using var host = await BlobHost.Run();

        var file = await Fetch(host, header + Convert.ToBase64String(AMedia.Png));

        Assert.Equal(("image/png", (long)AMedia.Png.Length), (file.ContentType, file.Bytes));
        Assert.Equal(AMedia.Png, await File.ReadAllBytesAsync(file.Path, BlobHost.Stop));
    }

    [Theory]
    [InlineData("data:image/png;base64,%%%", "The media source is a data URL whose Base64 is not well-formed.")]
    [InlineData("data:image/png;base64", "The media source is a data URL without a comma before its content.")]
    [InlineData("cat.png", "The media source is neither a URL nor well-formed Base64.")]
    [InlineData("", "The media source is empty.")]
    [InlineData("urn:isbn:1", "The media source is none that can be read. It is the URL of a blob, an https URL, a data URL or Base64.")]
    [InlineData("file:///etc/passwd", "The media source is none that can be read. It is the URL of a blob, an https URL, a data URL or Base64.")]
    [InlineData("ftp://example.org/x", "The media source at 'example.org' is not called: only https URLs are called.")]
    [InlineData("https://10.0.0.1/x?token=secret", "The media source at '10.0.0.1' is not called: its address is not on the public internet.")]
    [InlineData("https://u:p@example.org/", "The media source at 'example.org' is not called: it has a user name or a password in it.")]
    public async Task Source_ThatIsNone_IsTheCallersFaultInPlainWords(string source, string expected)
    {
        await using var host = await BlobHost.Run();

        Assert.Equal((JobFailure.Invalid, expected), await Failure(host, source));
    }

    [Fact]
    public async Task Source_LongerThanAllowed_IsRefusedInEveryForm()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);
        var blob = await host.Stored(new byte[BytesMax + 1], "application/octet-stream");

        Assert.Contains("10001 bytes", (await Failure(host, $"baton://blobs/{blob.Id}")).Message, StringComparison.Ordinal);
        Assert.Contains("more than 10000 bytes", (await Failure(host, Convert.ToBase64String(new byte[BytesMax + 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 10000 bytes", (await Failure(host, "http://origin.example/endless")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/cat.png")]
    [InlineData("/hops/2")]
    [InlineData("/to?url=http://other.example/cat.png")]
    public async Task Url_OfAnotherServer_IsFetchedAndTypedByItsBytes(string path)
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);

        var file = await Fetch(host, "http://origin.example" + path);

        Assert.Equal("image/png", file.ContentType);
        Assert.Equal(AMedia.Png, await File.ReadAllBytesAsync(file.Path, BlobHost.Stop));
    }

    [Theory]
    [InlineData("/status/404?sig=secret", JobFailure.Invalid, "answered with 404")]
    [InlineData("/status/503", JobFailure.Transient, "answered with 503")]
    [InlineData("/status/429", JobFailure.Transient, "answered with 429")]
    [InlineData("/hops/3", JobFailure.Invalid, "redirects more than 3 times")]
    [InlineData("/nowhere", JobFailure.Invalid, "redirects to nowhere")]
    [InlineData("/cut", JobFailure.Transient, "could not be reached or broke off")]
    public async Task Server_ThatDoesNotGiveTheMedia_IsNamedWithoutTheRestOfTheUrl(string path, JobFailure kind, string expected)
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);

        Assert.Equal((kind, $"The media source at 'origin.example' {expected}."), await Failure(host, "http://origin.example" + path));
    }

    [Theory]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://inside.example/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("ftp://origin.example/")]
    public async Task Redirect_ToAForbiddenPlace_IsNotFollowed(string target)
    {
        await using var origin = await OriginServer.Run();
        var dialer = Dialer(origin);
        await using var host = await BlobHost.Run(dialer, ("Outbound:AllowLoopback", "true"));

        var (kind, message) = await Failure(host, $"http://origin.example/to?url={Uri.EscapeDataString(target)}");

        Assert.Equal(JobFailure.Invalid, kind);
        Assert.Contains("is not called", message, StringComparison.Ordinal);
        Assert.Single(dialer.Dialled);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsTheCallersFault()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);

        Assert.Equal((JobFailure.Invalid, "The media source at 'missing.example' has a name that does not exist."), await Failure(host, "http://missing.example/"));
    }

    [Fact]
    public async Task EmptyAnswer_IsTheCallersFault()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);

        Assert.Equal((JobFailure.Invalid, "The media source is empty."), await Failure(host, "http://origin.example/empty"));
    }

    [Fact]
    public async Task Server_ThatHangs_IsGivenUpAfterTheTimeout()
    {
        await using var origin = await OriginServer.Run();
        await using var host = await Outside(origin);

        var failure = Failure(host, "http://origin.example/hang");
        await origin.Hanging.Task.WaitAsync(BlobHost.Stop);
        host.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((JobFailure.Transient, "The media source at 'origin.example' did not answer in time."), await failure);
    }

    private static Task<BlobHost> Outside(OriginServer origin) => BlobHost.Run(Dialer(origin), ("Outbound:AllowLoopback", "true"));

    private static ScriptedDialer Dialer(OriginServer origin) => new(origin.Port)
    {
        Names = { ["origin.example"] = ["93.184.216.34"], ["other.example"] = ["93.184.216.35"], ["inside.example"] = ["192.168.0.1"] },
    };

    private static Task<MediaFile> Fetch(BlobHost host, string source) =>
        host.Get<MediaSourceReader>().Fetch(new AccountId("ann"), source, () => host.Get<JobFolders>().Root, BytesMax, BlobHost.Stop);

    private static Task<Uri?> Link(BlobHost host, string source) =>
        host.Get<MediaSourceReader>().Link(new AccountId("ann"), source, TimeSpan.FromHours(2), BlobHost.Stop);

    private static async Task<(JobFailure Kind, string Message)> Failure(BlobHost host, string source)
    {
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => Fetch(host, source));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        return (failure.Kind, failure.Message);
    }
}
