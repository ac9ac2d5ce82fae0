using System.Buffers;
using System.Text.Json;
using Baton.Accounts;
using Baton.Problems;
using Baton.Tiers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Baton.Requests;

/// <summary>A body as it was read: its JSON and its bytes; or the answer to a body that cannot be read.</summary>
internal sealed record JsonBody
{
    public const int BytesMax = 32 * 1024 * 1024;
    public const int DepthMax = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    private JsonBody()
    {
    }

    public JsonElement Json { get; private init; }

    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>Set when, and only when, the rest is not.</summary>
    public ProblemResult? Problem { get; private init; }

    /// <summary>Reads a body sent as <c>application/json</c>, <c>text/json</c> or <c>application/*+json</c>.</summary>
    public static Task<JsonBody> Read(HttpRequest request, CancellationToken cancellationToken) =>
        Read(request, IsJson, "application/json", cancellationToken);

    /// <summary>Reads a body sent as <c>application/json-patch+json</c>.</summary>
    public static Task<JsonBody> ReadPatch(HttpRequest request, CancellationToken cancellationToken) =>
        Read(request, IsPatch, "application/json-patch+json", cancellationToken);

    private static async Task<JsonBody> Read(HttpRequest request, Func<MediaTypeHeaderValue, bool> isTaken, string expected, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var mediaType) || !isTaken(mediaType))
        {
            return new JsonBody { Problem = WrongType(request.ContentType, expected) };
        }

        if (mediaType.Charset.HasValue && !mediaType.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !mediaType.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            return new JsonBody { Problem = Problems.Problem.UnsupportedMediaType.ToResult($"The charset '{mediaType.Charset}' is not taken here; JSON is sent as utf-8.") };
        }

        var bytesMax = BytesMaxOf(request.HttpContext);
        if (request.ContentLength > bytesMax)
        {
            return TooLarge(bytesMax);
        }

        return await ReadBytes(request, bytesMax, cancellationToken) is { } bytes ? Parse(WithoutMark(bytes)) : TooLarge(bytesMax);
    }

    private static int BytesMaxOf(HttpContext context) =>
        context.CallerAccountOrNull() is { } account ? context.RequestServices.GetRequiredService<AccountTiers>().Of(account).BodyBytes : BytesMax;

    /// <summary>The whole body; null when it is longer than it may be.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBytes(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        // The limit is counted here, where the answer to it is made; the server's own would cut the connection first.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytesMax + 1L;
        }

        var reader = request.BodyReader;
        ArrayBufferWriter<byte>? collected = null;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted && collected is null && read.Buffer.Length <= bytesMax)
            {
                var whole = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return whole;
            }

            collected ??= new ArrayBufferWriter<byte>();
            foreach (var segment in read.Buffer)
            {
                collected.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (collected.WrittenCount > bytesMax)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                return collected.WrittenMemory;
            }
        }
    }

    /// <summary>Some editors and shells put a byte order mark before UTF-8; RFC 8259 lets a reader pass over it.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    private static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return BodyText.FindFault(bytes.Span) is null
                ? new JsonBody { Json = JsonElement.Parse(bytes.Span, Options), Bytes = bytes }
                : new JsonBody { Problem = JsonFault.Find(bytes.Span, DepthMax).ToResult() };
        }
        catch (JsonException)
        {
            return new JsonBody { Problem = JsonFault.Find(bytes.Span, DepthMax).ToResult() };
        }
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
        || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private static bool IsPatch(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/json-patch+json", StringComparison.OrdinalIgnoreCase);

    private static ProblemResult WrongType(string? sent, string expected) => Problems.Problem.UnsupportedMediaType.ToResult(
        string.IsNullOrEmpty(sent) ? $"The request has no Content-Type; {expected} is expected." : $"The Content-Type '{sent}' is not taken here; {expected} is.");

    private static JsonBody TooLarge(int bytesMax) => new()
    {
        Problem = Problems.Problem.BodyTooLarge.ToResult($"At most {bytesMax} bytes are taken. Upload media as blobs and refer to them by URL."),
    };
}
