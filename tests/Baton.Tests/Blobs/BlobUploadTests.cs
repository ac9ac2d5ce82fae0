using Xunit;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Tests.Blobs;

public sealed class BlobUploadTests
{
    private const string Path = "/v2/consumer/blobs";

    [Fact]
    public async Task RawBody_WithABearerToken_BecomesABlobOfTheAccount()
    {
        await using var host = await BlobHost.Run();

        using var answer = await host.Upload(Path, AMedia.Jpeg(640, 480), "image/jpeg", await host.Token("ann"));

        var blob = Assert.IsType<ImageBlob>(await BlobHost.ReadBlob(answer));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal((true, 640, 480), (blob.Available, blob.Width, blob.Height));
        Assert.EndsWith(".jpg", blob.Id, StringComparison.Ordinal);
        using var content = await host.Get(await host.ContentUrl(blob.Url!));
        Assert.Equal(AMedia.Jpeg(640, 480), await content.Content.ReadAsByteArrayAsync(BlobHost.Stop));
        Assert.NotNull(await host.Blobs.Find(new AccountId("ann"), new BlobId(blob.Id), BlobHost.Stop));
    }

    [Fact]
    public async Task PresignedUrl_WithoutABearerToken_TakesABlobForTheAccountThatAsked()
    {
        await using var host = await BlobHost.Run();
        var presigned = await Presign(host, "ann");

        using var answer = await host.Upload(presigned.UploadUrl, AMedia.Png, "image/png");
        using var put = await host.Send(HttpMethod.Put, presigned.UploadUrl, null, new ByteArrayContent(AMedia.Png));

        var blob = await BlobHost.ReadBlob(answer);
        Assert.NotNull(await host.Blobs.Find(new AccountId("ann"), new BlobId(blob.Id), BlobHost.Stop));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.StartsWith(host.BaseUrl, presigned.UploadUrl, StringComparison.Ordinal);
        Assert.Equal(BlobHost.Start.AddHours(1), presigned.ExpiresAt);
    }

    [Fact]
    public async Task PresignedUrl_ExpiredOrForged_IsForbiddenUnlessTheBearerTokenCounts()
    {
        await using var host = await BlobHost.Run();
        var presigned = await Presign(host, "ann");
        host.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("403 blob-url-expired", await BlobHost.Problem(await host.Upload(presigned.UploadUrl, AMedia.Png, "image/png")));
        Assert.Equal("403 blob-url-invalid", await BlobHost.Problem(await host.Upload(Path + "?sig=nonsense", AMedia.Png, "image/png")));
        Assert.Equal("401 unauthorized", await BlobHost.Problem(await host.Upload(Path, AMedia.Png, "image/png")));
        Assert.Equal(HttpStatusCode.Created, (await host.Upload(presigned.UploadUrl, AMedia.Png, "image/png", await host.Token("bob"))).StatusCode);
    }

    [Fact]
    public async Task ReadSignature_UsedToUpload_IsForbidden()
    {
        await using var host = await BlobHost.Run();
        var url = new Uri(host.Sign(await host.Stored(AMedia.Png)));

        Assert.Equal("403 blob-url-invalid", await BlobHost.Problem(await host.Upload(Path + url.Query, AMedia.Png, "image/png")));
    }

    [Fact]
    public async Task Form_WithAFile_IsTakenLikeARawBody()
    {
        await using var host = await BlobHost.Run();
        using var file = new ByteArrayContent(AMedia.Png);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { new StringContent("hello"), "comment" }, { file, "file", "cat.png" } };

        using var answer = await host.Send(HttpMethod.Post, Path, await host.Token("ann"), form);

        var blob = Assert.IsType<ImageBlob>(await BlobHost.ReadBlob(answer));
        Assert.Equal(AMedia.Png.Length, (await host.Blobs.FindAnyOwner(new BlobId(blob.Id), BlobHost.Stop))!.Bytes);
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "no form at all")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ntext\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\ncut off")]
    public async Task Form_ThatIsNone_IsABadRequest(string contentType, string body)
    {
        await using var host = await BlobHost.Run();

        using var answer = await host.Upload(Path, Encoding.ASCII.GetBytes(body), contentType, await host.Token("ann"));

        Assert.Equal("400 bad-request", await BlobHost.Problem(answer));
        Assert.Empty(Directory.GetFiles(host.Get<BlobFiles>().Incoming));
    }

    [Theory]
    [InlineData("image/png", "text, not a picture")]
    [InlineData("video/mp4", "text, not a film")]
    [InlineData("text/html", "<html></html>")]
    [InlineData("application/x-msdownload", "MZ")]
    public async Task Content_ThatIsNotWhatItIsDeclaredAs_IsUnsupported(string contentType, string body)
    {
        await using var host = await BlobHost.Run();

        using var answer = await host.Upload(Path, Encoding.ASCII.GetBytes(body), contentType, await host.Token("ann"));

        Assert.Equal("415 blob-type-unsupported", await BlobHost.Problem(answer));
    }

    [Fact]
    public async Task EmptyBody_Uploaded_IsABadRequest()
    {
        await using var host = await BlobHost.Run();

        Assert.Equal("400 blob-empty", await BlobHost.Problem(await host.Upload(Path, [], "image/png", await host.Token("ann"))));
    }

    [Fact]
    public async Task Content_OneByteTooLong_IsTooLargeAndLeavesNothing()
    {
        await using var host = await BlobHost.Run(null, ("Blobs:UploadBytesMax", "2048"));
        var token = await host.Token("ann");
        var fits = AMedia.Bytes(AMedia.Png, new byte[2048 - AMedia.Png.Length]);
        byte[] tooLong = [.. fits, 0];

        using var exact = await host.Upload(Path, fits, "image/png", token);
        using var announced = await host.Upload(Path, tooLong, "image/png", token);
        using var chunked = await host.Send(HttpMethod.Post, Path, token, new StreamContent(new ChunkedStream(tooLong)));

        Assert.Equal(HttpStatusCode.Created, exact.StatusCode);
        Assert.Equal("413 blob-too-large", await BlobHost.Problem(announced));
        Assert.Equal("413 blob-too-large", await BlobHost.Problem(chunked));
        Assert.Empty(Directory.GetFiles(host.Get<BlobFiles>().Incoming));
    }

    [Fact]
    public async Task HugeUpload_Announced_IsRefusedBeforeAnyOfItWasSent()
    {
        await using var host = await BlobHost.Run();
        var url = new Uri(host.BaseUrl);
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, BlobHost.Stop);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {await host.Token("ann")}\r\nContent-Type: image/png\r\nContent-Length: 99999999999\r\n\r\n"), BlobHost.Stop);
        using var reader = new StreamReader(stream);

        Assert.Contains("413", await reader.ReadLineAsync(BlobHost.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_BrokenOffHalfWay_LeavesNothing()
    {
        await using var host = await BlobHost.Run();
        var url = new Uri(host.BaseUrl);
        var incoming = host.Get<BlobFiles>().Incoming;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(url.Host, url.Port, BlobHost.Stop);
            await client.GetStream().WriteAsync(
                AMedia.Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {await host.Token("ann")}\r\nContent-Length: 9999\r\n\r\n", AMedia.Png, new byte[2000]),
                BlobHost.Stop);
            await Until(() => Directory.GetFiles(incoming).Length == 1, "the upload has begun");
        }

        await Until(() => Directory.GetFiles(incoming).Length == 0, "the half upload is removed");
    }

    private static async Task<ConsumerBlobPresignResponse> Presign(BlobHost host, string account)
    {
        using var answer = await host.Get(Path + "/upload", await host.Token(account));
        return await BlobHost.Read(answer, BatonJson.Default.ConsumerBlobPresignResponse);
    }

    /// <summary>Waits for what the server does on its own time; nothing signals it to the outside.</summary>
    private static async Task Until(Func<bool> condition, string what)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(10);
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, $"Waited 10 s until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, BlobHost.Stop);
        }
    }

    /// <summary>Does not tell its length, so that the body is sent in chunks.</summary>
    private sealed class ChunkedStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
