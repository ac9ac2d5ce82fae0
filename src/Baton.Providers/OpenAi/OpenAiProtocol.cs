using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>
/// What the calls of OpenAI-compatible servers share. Facts of the protocol: a bearer key; errors are <c>{"error":{"message","type","code"}}</c>, refusals of moderation have
/// the code <c>content_policy_violation</c> or <c>moderation_blocked</c>; 429 may carry Retry-After; an <c>Idempotency-Key</c> is understood by some servers and ignored by the rest, so a request whose answer was lost is made again under the same one;
/// a stream ends in <c>data: [DONE]</c>, and an error in its midst is a chunk with a member <c>error</c>.
/// </summary>
internal static class OpenAiProtocol
{
    /// <summary>The longest silence within a streamed answer; models that think are silent for a while.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(2);

    public static HttpRequestMessage Post(string path, HttpContent content, OpenRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        message.Headers.TryAddWithoutValidation("Idempotency-Key", request.Name);
        return message;
    }

    /// <summary>The whole JSON of an answer.</summary>
    public static Task<JsonElement> Whole(RemoteService service, HttpResponseMessage response, CancellationToken until, CancellationToken stop) => service.Reading(async () =>
    {
        await using var body = await response.Content.ReadAsStreamAsync(until);
        await using var bounded = new BoundedStream(body, service.Settings.ResultBytesMax);
        using var document = await JsonDocument.ParseAsync(bounded, default, until);
        return document.RootElement.Clone();
    }, stop);
}
