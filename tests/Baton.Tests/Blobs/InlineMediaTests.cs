using Baton.Accounts;
using Baton.Blobs;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class InlineMediaTests
{
    private static readonly AccountId Ann = new("ann");

    [Theory]
    [InlineData("data:image/png;base64,", "image/png")]
    [InlineData("data:image/jpeg;base64,", "image/png")]
    [InlineData("", "image/png")]
    public async Task Picture_InADocument_BecomesABlobOfTheAccount(string header, string expected)
    {
        await using var host = await BlobHost.Run();

        var stored = await Store(host, header + Convert.ToBase64String(AMedia.Png));

        var done = Assert.IsType<StoredInline.Done>(stored);
        var blob = await host.Blobs.Find(Ann, done.Blob, BlobHost.Stop);
        Assert.Equal((expected, 1), (blob!.ContentType, blob.Facts.Width));
        Assert.Equal($"baton://blobs/{done.Blob}", done.Url);
    }

    [Theory]
    [InlineData("data:text/plain,caf%C3%A9%20a+b", "café a+b")]
    [InlineData("data:,hello", "hello")]
    [InlineData("data:text/plain;base64,aGVsbG8%3D", "hello")]
    public async Task Text_InADataUrl_IsDecoded(string source, string expected)
    {
        await using var host = await BlobHost.Run();

        var done = Assert.IsType<StoredInline.Done>(await Store(host, source));

        var blob = await host.Blobs.Find(Ann, done.Blob, BlobHost.Stop);
        Assert.Equal(expected, await File.ReadAllTextAsync(host.Blobs.PathOf(blob!), BlobHost.Stop));
    }

    [Theory]
    [InlineData("data:image/png;base64,!!!!", "The media source is a data URL whose Base64 is not well-formed.")]
    [InlineData("data:image/png;base64,aGVsbG8=", "The content was declared as 'image/png', and its first bytes are not those of one.")]
    [InlineData("data:image/png", "The media source is a data URL without a comma before its content.")]
    [InlineData("data:image/png;base64,", "The media source is empty.")]
    [InlineData("data:text/html,x", "Content of type 'text/html' is not stored here.")]
    [InlineData("password", "The media source is neither a URL nor Base64 of media that could be told by its first bytes.")]
    [InlineData("not base64", "The media source is neither a URL nor well-formed Base64.")]
    public async Task Source_ThatIsBroken_IsRefusedInPlainWords(string source, string expected)
    {
        await using var host = await BlobHost.Run();

        Assert.Equal(new StoredInline.Refused(expected), await Store(host, source));
    }

    [Fact]
    public async Task Source_LongerThanAllowed_IsRefusedAndSaysWhatToDo()
    {
        await using var host = await BlobHost.Run(null, ("Blobs:InlineBytesMax", "1024"));
        var fits = AMedia.Bytes(AMedia.Png, new byte[1024 - AMedia.Png.Length]);

        Assert.IsType<StoredInline.Done>(await Store(host, Convert.ToBase64String(fits)));
        Assert.Equal(
            new StoredInline.Refused("The media source holds more than 1024 bytes itself; upload it as a blob and give its URL."),
            await Store(host, Convert.ToBase64String([.. fits, 0])));
    }

    [Theory]
    [InlineData("https://example.org/cat.png", false)]
    [InlineData("baton://blobs/x", false)]
    [InlineData("data:,x", true)]
    [InlineData("iVBORw0KGgo=", true)]
    public void Source_WithAScheme_IsNotInline(string source, bool expected) => Assert.Equal(expected, InlineMedia.IsInline(source));

    private static Task<StoredInline> Store(BlobHost host, string source) => host.Get<InlineMedia>().Store(Ann, source, BlobHost.Stop);
}
