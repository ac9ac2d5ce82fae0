using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class BlobArchiveTests
{
    private static readonly AccountId Ann = new("ann");

    [Fact]
    public async Task Zip_OfSeveralBlobs_HoldsEachUnderANameOfItsOwn()
    {
        await using var host = await BlobHost.Run();
        var first = await host.Stored(AMedia.Png);
        var second = await host.Stored(AMedia.Gif(3, 2), "image/gif");

        using var answer = await Read(host, [Entry(first, "a/../cat.png"), Entry(second, "CAT.png"), Entry(first, null), Entry(first, "cat.png")], tar: false);

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(BlobHost.Stop));
        Assert.Equal(["cat.png", "CAT (2).png", first.Id.Value, "cat (3).png"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal([AMedia.Png, AMedia.Gif(3, 2), AMedia.Png, AMedia.Png], zip.Entries.Select(Content));
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("attachment", "pictures.zip"), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileName));
    }

    [Fact]
    public async Task Tar_OfSeveralBlobs_HoldsEach()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);

        using var answer = await Read(host, [Entry(blob, "one.png"), Entry(blob, "two.png")], tar: true);

        using var tar = new TarReader(await answer.Content.ReadAsStreamAsync(BlobHost.Stop));
        foreach (var name in new[] { "one.png", "two.png" })
        {
            var entry = (await tar.GetNextEntryAsync(copyData: true, BlobHost.Stop))!;
            Assert.Equal((name, (long)AMedia.Png.Length), (entry.Name, entry.Length));
        }

        Assert.Null(await tar.GetNextEntryAsync(copyData: true, BlobHost.Stop));
    }

    [Fact]
    public async Task Link_AfterItsTime_IsGone()
    {
        await using var host = await BlobHost.Run();
        var link = await Link(host, [Entry(await host.Stored(AMedia.Png), null)]);
        var url = host.Get<BlobUrlSigner>().ArchiveUrl(link.Url)!;

        host.Time.SetUtcNow(link.ExpiresAt);

        Assert.Equal(BlobHost.Start.AddDays(7), link.ExpiresAt);
        Assert.Equal("410 archive-expired", await BlobHost.Problem(await host.Get(url)));
    }

    [Fact]
    public async Task Link_ToABlobThatEndsSooner_EndsWithIt()
    {
        await using var host = await BlobHost.Run();
        var old = await host.Stored(AMedia.Png);
        host.Time.Advance(TimeSpan.FromDays(25));

        var link = await Link(host, [Entry(old, null), Entry(await host.Stored(AMedia.Png), null)]);

        Assert.Equal(old.ExpiresAt, link.ExpiresAt);
    }

    [Fact]
    public async Task Link_WhoseContentIsLost_IsGone()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var link = await Link(host, [Entry(blob, null)]);

        host.Get<BlobFiles>().Delete(blob.Id);

        Assert.Equal("410 archive-expired", await BlobHost.Problem(await host.Get(host.Get<BlobUrlSigner>().ArchiveUrl(link.Url)!)));
    }

    [Fact]
    public async Task Unseen_ForeignBlobInAnArchive_IsOneThatDoesNotExist()
    {
        await using var host = await BlobHost.Run();
        var foreign = await host.Stored(AMedia.Png, account: "bob");

        foreach (var id in new[] { foreign.Id.Value, "blob_00000000000000000000000000.png", "../../keys/blob-urls" })
        {
            var failure = await Assert.ThrowsAsync<JobFailedException>(() => Link(host, [new ArchiveEntry(id, null)]));
            Assert.Equal((JobFailure.Invalid, $"There is no blob '{id}'."), (failure.Kind, failure.Message));
        }
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\system32\\cmd.exe", "cmd.exe")]
    [InlineData("a\r\nb\0c.png", "abc.png")]
    [InlineData("..", "fallback")]
    [InlineData(" . ", "fallback")]
    [InlineData("", "fallback")]
    [InlineData(null, "fallback")]
    [InlineData("dir/", "fallback")]
    [InlineData("a<b>:\"|?*.png", "ab.png")]
    [InlineData("photo\u202Egnp.exe", "photognp.exe")]
    [InlineData("\uD800.png", "png")]
    [InlineData("猫.png", "猫.png")]
    public void Name_OfACaller_IsMadeHarmless(string? name, string expected) => Assert.Equal(expected, SafeFileName.From(name, "fallback"));

    [Fact]
    public void Name_ThatIsTooLong_KeepsItsExtension()
    {
        var name = SafeFileName.From(new string('x', 5000) + ".png", "fallback");

        Assert.Equal(150, name.Length);
        Assert.EndsWith("x.png", name, StringComparison.Ordinal);
    }

    private static ArchiveEntry Entry(BlobRecord blob, string? name) => new(blob.Id.Value, name);

    private static Task<ArchiveLink> Link(BlobHost host, IReadOnlyList<ArchiveEntry> entries, bool tar = false) =>
        host.Get<BlobArchives>().Create(Ann, null, entries, "pictures", tar, BlobHost.Stop);

    private static async Task<HttpResponseMessage> Read(BlobHost host, IReadOnlyList<ArchiveEntry> entries, bool tar)
    {
        var link = await Link(host, entries, tar);
        var answer = await host.Get(host.Get<BlobUrlSigner>().ArchiveUrl(link.Url)!);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
