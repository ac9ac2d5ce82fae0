using System.Text.Json;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class BlobLinksTests
{
    private const string Mine = "blob_01JNQ7Z8M3X5T9V2B4C6D8F0GH.png";
    private const string Other = "blob_01JNQ7Z8M3X5T9V2B4C6D8F0GX.png";

    private static readonly HashSet<BlobId> Allowed = [new BlobId(Mine)];

    [Fact]
    public async Task Url_OfAnAllowedBlob_IsSignedAndItsExpiryFollows()
    {
        await using var host = await BlobHost.Run();

        var turned = Rewrite(host, $$"""{"images":[{"id":"x","url":"baton://blobs/{{Mine}}","width":3}],"n":1}""");

        var image = turned.GetProperty("images")[0];
        Assert.Equal(["id", "url", "urlExpiresAt", "width"], image.EnumerateObject().Select(member => member.Name));
        Assert.Equal(host.Get<IBlobUrls>().Sign(new BlobId(Mine)).Url, image.GetProperty("url").GetString());
        Assert.Equal(BlobHost.Start.AddHours(1), image.GetProperty("urlExpiresAt").GetDateTimeOffset());
        Assert.Equal(1, turned.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Expiry_ThatStandsThereAlready_IsReplacedWhereverItStands()
    {
        await using var host = await BlobHost.Run();

        var turned = Rewrite(host, $$"""{"urlExpiresAt":"2020-01-01T00:00:00Z","url":"baton://blobs/{{Mine}}","previewUrl":"baton://blobs/{{Mine}}"}""");

        Assert.Equal(["url", "urlExpiresAt", "previewUrl", "previewUrlExpiresAt"], turned.EnumerateObject().Select(member => member.Name));
        Assert.Equal(BlobHost.Start.AddHours(1), turned.GetProperty("urlExpiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Url_InAnyOtherPlace_IsSignedAlone()
    {
        await using var host = await BlobHost.Run();

        var turned = Rewrite(host, $$"""{"image":"baton://blobs/{{Mine}}","list":["baton://blobs/{{Mine}}"]}""");

        Assert.Equal(["image", "list"], turned.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith(host.BaseUrl, turned.GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(host.BaseUrl, turned.GetProperty("list")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("baton://blobs/" + Other)]
    [InlineData("baton://blobs/" + Mine + "?x")]
    [InlineData(" baton://blobs/" + Mine)]
    [InlineData("see baton://blobs/" + Mine)]
    [InlineData("baton://blobs/../../keys/blob-urls")]
    [InlineData("baton://archives/forged")]
    [InlineData("baton://")]
    public async Task Text_PutThereByACaller_GetsNoSignature(string text)
    {
        await using var host = await BlobHost.Run();
        var document = JsonSerializer.Serialize(new { url = text, nested = new { prompt = text } });

        var turned = Rewrite(host, document);

        Assert.Equal(document, turned.GetRawText());
    }

    [Fact]
    public async Task Document_WithoutBlobs_IsReturnedAsItIsWithoutAllocating()
    {
        await using var host = await BlobHost.Run();
        var links = host.Get<BlobLinks>();
        var document = JsonElement.Parse("""{"text":"hello","url":"https://example.org/","list":[1,2,3]}""");
        _ = links.Rewrite(document, Allowed);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var same = links.Rewrite(document, Allowed);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(document.GetRawText(), same.GetRawText());
        Assert.Equal(0, allocated);
        Assert.Equal(JsonValueKind.Undefined, links.Rewrite(default, Allowed).ValueKind);
    }

    [Fact]
    public async Task RestOfADocument_StaysWhatItWas()
    {
        await using var host = await BlobHost.Run();
        var rest = """{"a":1.50,"b":1e400,"c":"\u00e9\n\"<&","d":null,"e":[true,false,{}],"a2":{"a":1}}""";

        var turned = Rewrite(host, $$"""{"rest":{{rest}},"x":"baton://blobs/{{Mine}}"}""");

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(rest), turned.GetProperty("rest")));
        Assert.Contains("1.50", turned.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("1e400", turned.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArchiveLink_MadeHere_BecomesAUrlThatWorks()
    {
        await using var host = await BlobHost.Run();
        var blob = await host.Stored(AMedia.Png);
        var link = await host.Get<BlobArchives>().Create(new AccountId("ann"), null, [new ArchiveEntry(blob.Id.Value, null)], "a.zip", tar: false, BlobHost.Stop);

        var turned = Rewrite(host, $$"""{"url":"{{link.Url}}","expiresAt":"2026-03-08T12:00:00Z"}""");

        using var answer = await host.Get(turned.GetProperty("url").GetString()!);
        Assert.Equal(["url", "expiresAt"], turned.EnumerateObject().Select(member => member.Name));
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task PublicUrl_InTheConfiguration_IsWhereLinksLead()
    {
        await using var host = await BlobHost.Run(null, ("Blobs:PublicUrl", "https://baton.example.org/api/"));

        var url = host.Get<IBlobUrls>().Sign(new BlobId(Mine)).Url;

        Assert.StartsWith($"https://baton.example.org/api/v2/consumer/blobs/{Mine}?sig=", url, StringComparison.Ordinal);
        Assert.True(host.Get<IBlobUrls>().TryReadBlobId(url, out var id));
        Assert.Equal(Mine, id.Value);
    }

    private static JsonElement Rewrite(BlobHost host, string document) => host.Get<BlobLinks>().Rewrite(JsonElement.Parse(document), Allowed);
}
