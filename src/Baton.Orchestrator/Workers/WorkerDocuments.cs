using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Jobs;

namespace Baton.Workers;

/// <summary>Turns the blobs that a job's input and output name into what the other side can use.</summary>
internal sealed class WorkerDocuments(IBlobs blobs, BlobUrlSigner signer)
{
    /// <summary>The input with fresh signed URLs for the blobs of the workflow's account: those it was given with may have expired, and a worker has no token of that account.</summary>
    public async Task<JsonElement> Sign(AccountId account, JsonElement input, CancellationToken cancellationToken)
    {
        var known = await Known(account, input, cancellationToken);
        return Replace(input, known, blob => signer.Sign(blob.Id).Url);
    }

    /// <summary>The output with blobs in the form that documents keep, and the blobs in it that the job made.</summary>
    public async Task<(JsonElement Output, ImmutableArray<BlobId> Made)> Keep(AccountId account, JobId job, JsonElement output, CancellationToken cancellationToken)
    {
        var known = await Known(account, output, cancellationToken);
        var kept = Replace(output, known, blob => BlobUrlSigner.InternalUrl(blob.Id));
        return (kept, [.. known.Values.Where(blob => blob.JobId == job.Value).Select(blob => blob.Id).Distinct()]);
    }

    /// <summary>The texts that name a blob of this account, here and now.</summary>
    private async Task<Dictionary<string, BlobRecord>> Known(AccountId account, JsonElement document, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, BlobRecord>(StringComparer.Ordinal);
        foreach (var text in Texts(document).Distinct(StringComparer.Ordinal))
        {
            if (signer.TryReadBlobId(text, out var id) && await blobs.Find(account, id, cancellationToken) is { } blob)
            {
                known.Add(text, blob);
            }
        }

        return known;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    private static JsonElement Replace(JsonElement document, Dictionary<string, BlobRecord> known, Func<BlobRecord, string> urlOf)
    {
        if (known.Count == 0)
        {
            return document;
        }

        return JsonSerializer.SerializeToElement(Replaced(document, known, urlOf), Contracts.Json.BatonJson.Default.JsonNode!);
    }

    private static JsonNode? Replaced(JsonElement value, Dictionary<string, BlobRecord> known, Func<BlobRecord, string> urlOf) => value.ValueKind switch
    {
        JsonValueKind.String when known.TryGetValue(value.GetString()!, out var blob) => JsonValue.Create(urlOf(blob)),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(item => Replaced(item, known, urlOf))]),
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replaced(member.Value, known, urlOf)))),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };
}
