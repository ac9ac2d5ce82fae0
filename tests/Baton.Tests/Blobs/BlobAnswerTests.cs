using System.Text.Json;
using Xunit;

namespace Baton.Tests.Blobs;

/// <summary>Answers about blobs are written as all others are: instants in UTC with a Z, and nothing that is null.</summary>
public sealed class BlobAnswerTests(BatonHost host)
{
    private const string Blobs = "/v2/consumer/blobs";

    [Fact]
    public async Task Blob_UploadedAndRefreshed_HasInstantsInUtcAndNoNulls()
    {
        using var caller = await host.Caller("blob-answers");

        var uploaded = await Upload(caller);
        var refreshed = await caller.Send("POST", $"{Blobs}/{uploaded.GetProperty("id").GetString()}/refresh");

        foreach (var blob in (JsonElement[])[uploaded, refreshed.Json])
        {
            Assert.EndsWith("Z", blob.GetProperty("urlExpiresAt").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain(blob.EnumerateObject(), member => member.Value.ValueKind == JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task UploadUrl_HasItsExpiryInUtc()
    {
        using var caller = await host.Caller("blob-answers");

        var answer = await caller.Send("GET", $"{Blobs}/upload");

        Assert.EndsWith("Z", answer.Json.GetProperty("expiresAt").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Upload(HttpClient caller)
    {
        using var content = new ByteArrayContent(AMedia.Png);
        content.Headers.ContentType = new("image/png");
        using var answer = await caller.PostAsync(Blobs, content, BatonHost.Stop);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(BatonHost.Stop));
    }
}
