using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Blobs;

/// <summary>
/// Turns the internal URLs of blobs in a document into signed ones, when a caller reads it. Only ids that the caller may see are turned: anybody can put
/// such a string into an input, and must not get a signature by that.
/// </summary>
internal sealed class BlobLinks(BlobUrlSigner signer)
{
    private const string ExpirySuffix = "ExpiresAt";

    /// <summary>What is written here was valid before, and is parsed again, so it needs no escapes beyond those of JSON itself.</summary>
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A signed URL of a blob that the reader may see.</summary>
    public SignedUrl Sign(BlobId blob) => signer.Sign(blob);

    /// <summary>
    /// The document with signed URLs; the same one when there is nothing to turn. A member <c>url</c> or <c>previewUrl</c> that was turned is followed by
    /// its expiry.
    /// </summary>
    public JsonElement Rewrite(JsonElement document, IReadOnlySet<BlobId> allowed)
    {
        // Undefined elements have no text.
        if (document.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(document).IndexOf("baton://"u8) < 0)
        {
            return document;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, document, allowed);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer, JsonElement value, IReadOnlySet<BlobId> allowed)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            WriteObject(writer, value, allowed);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                Write(writer, item, allowed);
            }

            writer.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.String && Turn(value.GetString()!, allowed) is { } turned)
        {
            writer.WriteStringValue(turned.Url);
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement value, IReadOnlySet<BlobId> allowed)
    {
        var turned = TurnedMembers(value, allowed);
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (turned.TryGetValue(member.Name, out var link))
            {
                writer.WriteString(member.Name, link.Url);
                writer.WriteString(member.Name + ExpirySuffix, link.ExpiresAt!.Value.UtcDateTime);
            }
            else if (!IsExpiryOf(turned, member.Name))
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value, allowed);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The members that get an expiry beside them. They are found first, because an expiry may already stand before its URL.</summary>
    private Dictionary<string, TurnedLink> TurnedMembers(JsonElement value, IReadOnlySet<BlobId> allowed)
    {
        var turned = new Dictionary<string, TurnedLink>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["url", "previewUrl"])
        {
            if (value.TryGetProperty(name, out var url)
                && url.ValueKind == JsonValueKind.String
                && Turn(url.GetString()!, allowed) is { ExpiresAt: not null } link)
            {
                turned.Add(name, link);
            }
        }

        return turned;
    }

    private static bool IsExpiryOf(Dictionary<string, TurnedLink> turned, string name) =>
        turned.Count > 0 && name.EndsWith(ExpirySuffix, StringComparison.Ordinal) && turned.ContainsKey(name[..^ExpirySuffix.Length]);

    /// <summary>Archive links are signed themselves and have their expiry in the output, so they only get a host.</summary>
    private TurnedLink? Turn(string text, IReadOnlySet<BlobId> allowed)
    {
        if (text.StartsWith(BlobUrlSigner.InternalPrefix, StringComparison.Ordinal))
        {
            return BlobId.TryParse(text[BlobUrlSigner.InternalPrefix.Length..], out var id) && allowed.Contains(id) && signer.Sign(id) is var signed
                ? new TurnedLink(signed.Url, signed.ExpiresAt)
                : null;
        }

        return text.StartsWith(BlobUrlSigner.InternalArchivePrefix, StringComparison.Ordinal) && signer.ArchiveUrl(text) is { } url
            ? new TurnedLink(url, null)
            : null;
    }

    private sealed record TurnedLink(string Url, DateTimeOffset? ExpiresAt);
}
