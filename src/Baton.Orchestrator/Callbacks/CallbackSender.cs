using System.Net;
using System.Net.Http.Headers;
using Baton.Outbound;
using Microsoft.Extensions.Options;

namespace Baton.Callbacks;

/// <summary>One POST to a caller's endpoint. Its URL is called as it was given, query and all; what is told of it never shows more than its path.</summary>
internal sealed class CallbackSender(OutboundGuard guard, IOptions<CallbackOptions> options, TimeProvider time)
{
    /// <summary>Of an answer nobody reads; what comes after this is left unread.</summary>
    private const int AnswerBytesMax = 64 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async Task<CallbackAnswer> Send(Uri url, byte[] body, IEnumerable<(string Name, string Value)> headers)
    {
        if (guard.WhyRefused(url) is { } reason)
        {
            return CallbackAnswer.Unanswered($"The endpoint is not called: {reason}.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        try
        {
            using var response = await guard.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await Skip(response, timeout.Token);
            return Judge(response);
        }
        catch (OperationCanceledException)
        {
            return CallbackAnswer.Unanswered($"The endpoint did not answer within {options.Value.Timeout.TotalSeconds:0.#} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return CallbackAnswer.Unanswered($"The endpoint {OutboundFault.Of(e).Words}.");
        }
    }

    /// <summary>An answer that breaks off may come from a receiver that broke down; one that has no end is not waited for.</summary>
    private static async Task Skip(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4 * 1024];
        for (int total = 0, read; total < AnswerBytesMax && (read = await content.ReadAsync(buffer, cancellationToken)) > 0; total += read)
        {
        }
    }

    private CallbackAnswer Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => new CallbackAnswer(new CallbackOutcome.Delivered(), status, null),
            HttpStatusCode.Gone => new CallbackAnswer(new CallbackOutcome.Gone(), status, "The endpoint answered with 410: it gets nothing more of this workflow."),
            _ when status is >= 300 and < 400 => Failed($"The endpoint answered with a redirect ({status}); redirects are not followed."),
            _ => Failed($"The endpoint answered with {status}."),
        };

        CallbackAnswer Failed(string why) => new(new CallbackOutcome.Failed(RetryAfter(response)), status, why);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } retryAfter ? retryAfter.Delta ?? (retryAfter.Date - time.GetUtcNow()) : null;
}

/// <summary>What an endpoint answered.</summary>
/// <param name="Error">Why it does not count as delivered, in words; null when it does.</param>
internal sealed record CallbackAnswer(CallbackOutcome Outcome, int? StatusCode, string? Error)
{
    public static CallbackAnswer Unanswered(string why) => new(new CallbackOutcome.Failed(), null, why);
}
