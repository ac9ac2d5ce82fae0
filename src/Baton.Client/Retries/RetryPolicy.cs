using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace Baton.Client.Retries;

/// <summary>
/// Sends a request again when that can help and cannot hurt: after 429, a 5xx or a connection fault, with pauses that grow and differ between clients ("full
/// jitter"), or as long as <c>Retry-After</c> says. After a 429, which says that nothing was done, every request whose body is still at hand is repeated; after the
/// others only those that mean the same the second time, see <see cref="Repeatable"/>.
/// </summary>
public static class RetryPolicy
{
    /// <summary>Set on a request of another method than GET, HEAD, PUT and DELETE that may be sent twice.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("baton.repeatable");

    /// <summary>A handler to put in front of the one that sends.</summary>
    public static DelegatingHandler CreateHandler(RetryOptions options) => new ResilienceHandler(Build(options));

    private static ResiliencePipeline<HttpResponseMessage> Build(RetryOptions options)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Time };
        return options.TriesMax <= 1
            ? ResiliencePipeline<HttpResponseMessage>.Empty
            : builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.TriesMax - 1,
                ShouldHandle = attempt => ValueTask.FromResult(
                    MayPass(attempt.Outcome) && attempt.Context.GetRequestMessage() is { } request && (MeansTheSameAgain(request) || WasTurnedAway(request, attempt.Outcome))),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(PauseAfter(attempt.Outcome.Result, attempt.AttemptNumber, options)),
                MaxDelay = options.PauseMax,
            }).Build();
    }

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException
        || outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError };

    private static bool MeansTheSameAgain(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete
        || (request.Options.TryGetValue(Repeatable, out var repeatable) && repeatable);

    /// <summary>A stream that was sent once may not be there a second time.</summary>
    private static bool WasTurnedAway(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome) =>
        outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests && request.Content is not StreamContent;

    private static TimeSpan PauseAfter(HttpResponseMessage? answer, int attempt, RetryOptions options)
    {
        if (RetryAfter(answer, options.Time.GetUtcNow()) is { } asked)
        {
            return Min(asked, options.PauseMax);
        }

        var longest = Min(options.PauseFirst * Math.Pow(2, Math.Min(attempt, 20)), options.PauseMax);
        return longest * options.Random();
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage? answer, DateTimeOffset now) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
