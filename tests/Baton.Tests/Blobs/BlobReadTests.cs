using Xunit;
using System.Net;
using Baton.Blobs;
using Baton.Contracts.Blobs;

namespace Baton.Tests.Blobs;

public sealed class BlobReadTests
{
    [Fact]
    public async Task SignedUrl_Followed_GivesTheContentThatCachesMayKeepUntilItsExpiry()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);

        using var content = await host.Get(await host.ContentUrl(host.Sign(blob)));

        Assert.Equal(HttpStatusCode.OK, content.StatusCode);
        Assert.Equal(AMedia.Png, await content.Content.ReadAsByteArrayAsync(BlobHost.Stop));
        Assert.Equal("image/png", content.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", content.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(TimeSpan.FromHours(1), content.Headers.CacheControl?.MaxAge);
        Assert.Equal("bytes", content.Headers.AcceptRanges.Single());
    }

    [Fact]
    public async Task SignedUrl_WithinFiveMinutes_IsTheSame()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        var first = host.Sign(blob);

        host.Time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(first, host.Sign(blob));
        Assert.Equal(await host.ContentUrl(first), await host.ContentUrl(host.Sign(blob)));
        Assert.Matches(@"/v2/consumer/blobs/blob_[0-9A-Z]{26}\.png\?sig=[\w-]{43}&exp=2026-03-01T13:05:00Z$", first);
    }

    [Fact]
    public async Task SignedUrl_AfterItsExpiry_IsForbiddenAndAFreshOneWorks()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var url = host.Sign(blob);
        var content = await host.ContentUrl(url);

        host.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("403 blob-url-expired", await BlobHost.Problem(await host.Get(url)));
        Assert.Equal("403 blob-url-expired", await BlobHost.Problem(await host.Get(content)));
        Assert.StartsWith("/v2/consumer/blobs/content/", await host.ContentUrl(host.Sign(blob)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignedUrl_Tampered_IsForbiddenWhetherTheBlobExistsOrNot()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var other = await host.Stored(AMedia.Png);
        var url = host.Sign(blob);

        foreach (var tampered in new[]
        {
            url.Replace(blob.Id.Value, other.Id.Value, StringComparison.Ordinal),
            url.Replace("2026", "2027", StringComparison.Ordinal),
            url.Replace("sig=", "sig=A", StringComparison.Ordinal),
            url.Replace(blob.Id.Value, "blob_00000000000000000000000000.png", StringComparison.Ordinal),
            url[..url.IndexOf("&exp", StringComparison.Ordinal)],
            url.Replace("exp=2026-03-01T", "exp=garbage", StringComparison.Ordinal),
        })
        {
            Assert.Equal("403 blob-url-invalid", await BlobHost.Problem(await host.Get(tampered)));
        }
    }

    [Fact]
    public async Task Blob_AskedForWithoutASignature_IsForItsOwnerOnly()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png, account: "ann");
        var path = $"/v2/consumer/blobs/{blob.Id}";

        Assert.StartsWith("/v2/consumer/blobs/content/", await host.ContentUrl(path, await host.Token("ann")), StringComparison.Ordinal);
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Get(path)));
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Get(path, "baton_nonsense")));
    }

    [Fact]
    public async Task Unseen_ForeignAndUnknownBlobs_AreAnsweredAlike()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png, account: "ann");
        var bob = await host.Token("bob");

        using var foreign = await host.Get($"/v2/consumer/blobs/{blob.Id}", bob);
        using var unknown = await host.Get("/v2/consumer/blobs/blob_00000000000000000000000000.png", bob);
        using var nonsense = await host.Get("/v2/consumer/blobs/nonsense", bob);

        foreach (var answer in new[] { foreign, unknown, nonsense })
        {
            Assert.Equal("404 blob-not-found", await BlobHost.Problem(answer));
        }

        var texts = await Task.WhenAll(new[] { foreign, unknown, nonsense }.Select(a => a.Content.ReadAsStringAsync(BlobHost.Stop)));
        Assert.Single(texts.Select(text => string.Join(',', System.Text.Json.JsonDocument.Parse(text).RootElement.EnumerateObject()
            .Where(member => member.Name is not ("instance" or "traceId"))
            .Select(member => member.ToString()))).Distinct());
        Assert.Equal(404, (int)(await host.Send(HttpMethod.Post, $"/v2/consumer/blobs/{blob.Id}/refresh", bob)).StatusCode);
    }

    [Fact]
    public async Task Owner_WithAnExpiredSignature_StillReads()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png, account: "ann");
        var url = host.Sign(blob);
        host.Time.Advance(TimeSpan.FromHours(2));

        Assert.StartsWith("/v2/consumer/blobs/content/", await host.ContentUrl(url, await host.Token("ann")), StringComparison.Ordinal);
        Assert.Equal("403 blob-url-expired", await BlobHost.Problem(await host.Get(url, await host.Token("bob"))));
    }

    [Theory]
    [InlineData("..%2F..%2Fkeys%2Fblob-urls")]
    [InlineData("%2e%2e%2f%2e%2e%2fbaton.db")]
    [InlineData("blob_0000000000000000000000000%2F.png")]
    [InlineData("blob_00000000000000000000000000.png%00")]
    [InlineData("blob_00000000000000000000000000.p%2Fg")]
    [InlineData("incoming")]
    public async Task PathTraversal_InAnId_FindsNothing(string id)
    {
        await using var host = await BlobHost.Run();

        using var answer = await host.Get($"/v2/consumer/blobs/{id}", await host.Token("ann"));

        Assert.True((int)answer.StatusCode is 404 or 400, $"{answer.StatusCode}");
        Assert.Throws<ArgumentException>(() => host.Get<BlobFiles>().PathOf(new BlobId(Uri.UnescapeDataString(id))));
    }

    [Fact]
    public async Task Ranges_OfContent_AreServed()
    {
        await using var host = await BlobHost.Run();
        var bytes = AMedia.Bytes(AMedia.Png, Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray());
        var url = await host.ContentUrl(host.Sign(await host.Stored(bytes)));

        using var middle = await host.Get(url, null, ("Range", "bytes=100-199"));
        using var end = await host.Get(url, null, ("Range", "bytes=-10"));
        using var beyond = await host.Get(url, null, ("Range", "bytes=99999-"));

        Assert.Equal(HttpStatusCode.PartialContent, middle.StatusCode);
        Assert.Equal(bytes[100..200], await middle.Content.ReadAsByteArrayAsync(BlobHost.Stop));
        Assert.Equal($"bytes 100-199/{bytes.Length}", middle.Content.Headers.ContentRange?.ToString());
        Assert.Equal(bytes[^10..], await end.Content.ReadAsByteArrayAsync(BlobHost.Stop));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task Content_ThatTheCallerHas_IsNotSentAgain()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var url = await host.ContentUrl(host.Sign(blob));

        using var byTag = await host.Get(url, null, ("If-None-Match", $"\"{blob.Id}\""));
        using var byDate = await host.Get(url, null, ("If-Modified-Since", BlobHost.Start.ToString("R")));
        using var stale = await host.Get(url, null, ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.NotModified, byTag.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, byDate.StatusCode);
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
    }

    [Fact]
    public async Task Content_ThatMayHoldScripts_IsServedInASandbox()
    {
        await using var host = await BlobHost.Run();
        var svg = await host.Stored(AMedia.Svg, "image/svg+xml");
        var png = await host.Stored(AMedia.Png);

        using var risky = await host.Get(await host.ContentUrl(host.Sign(svg)));
        using var plain = await host.Get(await host.ContentUrl(host.Sign(png)));

        Assert.Contains("sandbox", risky.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(plain.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("", "inline")]
    [InlineData("&filename=cat.png", "inline; filename=cat.png")]
    [InlineData("&filename=..%2F..%2Fetc%2Fpasswd&download=true", "attachment; filename=passwd")]
    [InlineData("&filename=a%0D%0AX-Evil:%201.png&download=true", "attachment; filename=\"aX-Evil 1.png\"")]
    [InlineData("&filename=%E7%8C%AB.png", "filename*=UTF-8''%E7%8C%AB.png")]
    public async Task FileName_OfACaller_IsMadeHarmlessInTheDisposition(string query, string expected)
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);

        using var content = await host.Get(await host.ContentUrl(host.Sign(blob) + query));

        var disposition = content.Content.Headers.GetValues("Content-Disposition").Single();
        Assert.Contains(expected, disposition, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nsfwLevel=pg", "403 blob-above-nsfw-level")]
    [InlineData("nsfwLevel=XXX", "403 blob-above-nsfw-level")]
    [InlineData("nsfwLevel=mild", "400 validation")]
    [InlineData("nsfwLevel=1", "400 validation")]
    [InlineData("download=perhaps", "400 validation")]
    public async Task Query_ThatAsksForLessOrMakesNoSense_IsRefused(string query, string expected)
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);

        Assert.Equal(expected, await BlobHost.Problem(await host.Get($"{host.Sign(blob)}&{query}")));
    }

    [Fact]
    public async Task Head_OfAReadableBlob_Is204AndSaysWhereAndWhat()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);

        using var there = await host.Send(HttpMethod.Head, host.Sign(blob));
        using var anonymous = await host.Send(HttpMethod.Head, $"/v2/consumer/blobs/{blob.Id}");
        using var unknown = await host.Send(HttpMethod.Head, "/v2/consumer/blobs/blob_00000000000000000000000000.png", await host.Token("ann"));

        Assert.Equal(HttpStatusCode.NoContent, there.StatusCode);
        Assert.StartsWith("/v2/consumer/blobs/content/", there.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("image/png", there.Headers.GetValues("X-Blob-Content-Type").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Head_OfContent_HasTheHeadersAndNoBytes()
    {
        await using var host = await BlobHost.Run();
        var url = await host.ContentUrl(host.Sign(await host.Stored(AMedia.Png)));

        using var answer = await host.Send(HttpMethod.Head, url);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(AMedia.Png.Length, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(BlobHost.Stop));
    }

    [Fact]
    public async Task Refresh_OfAnOldBlob_GivesItThirtyMoreDays()
    {
        await using var host = await BlobHost.Run();
        var ann = await host.Token("ann");
        var blob = await host.Stored(AMedia.Png, account: "ann");
        host.Time.Advance(TimeSpan.FromDays(29));

        using var answer = await host.Send(HttpMethod.Post, $"/v2/consumer/blobs/{blob.Id}/refresh", ann);

        var refreshed = Assert.IsType<ImageBlob>(await BlobHost.ReadBlob(answer));
        host.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(blob.Id.Value, refreshed.Id);
        Assert.Contains("sig=", refreshed.Url, StringComparison.Ordinal);
        Assert.NotNull(await host.Blobs.Find(blob.Account, blob.Id, BlobHost.Stop));
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Send(HttpMethod.Post, $"/v2/consumer/blobs/{blob.Id}/refresh")));
    }

    [Fact]
    public async Task Blob_PastItsLifetime_IsGoneForEverybody()
    {
        await using var host = await BlobHost.Run();
        var ann = await host.Token("ann");
        var blob = await host.Stored(AMedia.Png, account: "ann");

        host.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal("404 blob-not-found", await BlobHost.Problem(await host.Get(host.Sign(blob))));
        Assert.Equal("404 blob-not-found", await BlobHost.Problem(await host.Get($"/v2/consumer/blobs/{blob.Id}", ann)));
        Assert.Equal("404 blob-not-found", await BlobHost.Problem(await host.Send(HttpMethod.Post, $"/v2/consumer/blobs/{blob.Id}/refresh", ann)));
    }

    [Fact]
    public async Task Tokens_ThatAreNone_AreRefused()
    {
        await using var host = await BlobHost.Run();

        Assert.Equal("403 blob-url-invalid", await BlobHost.Problem(await host.Get("/v2/consumer/blobs/content/nonsense")));
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Get("/v2/consumer/blobs/archive/nonsense")));
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Get("/v2/consumer/blobs/blocked/nonsense")));
    }

    [Fact]
    public async Task BlockedContent_ByItsToken_IsForbidden()
    {
        await using var host = await BlobHost.Run();
        var token = host.Get<BlobSeal>().Seal(BlobPurpose.Blocked, "512x512", BlobHost.Start.AddHours(1));

        Assert.Equal("403 blob-blocked", await BlobHost.Problem(await host.Get($"/v2/consumer/blobs/blocked/{token}")));
    }
}
