using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Client.Retries;

namespace Baton.Client;

/// <summary>
/// A typed client of the orchestration API. Everything the server refuses is a <see cref="BatonProblemException"/> with what it said; a server that cannot
/// be reached is an <see cref="HttpRequestException"/>. Safe to use from many threads at once.
/// </summary>
/// <param name="http">Its base address is the server's. It is disposed of together with the client.</param>
/// <param name="token">Goes to the server only, never along with a signed URL.</param>
public sealed partial class BatonClient(HttpClient http, string? token = null) : IDisposable
{
    /// <summary>The server ends every request within 100 seconds; with all tries and pauses, one that has brought nothing by then is not going to.</summary>
    private static readonly TimeSpan TotalDurationMax = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = TimeProvider.System;

    private BatonClient(HttpClient http, string? token, TimeProvider time)
        : this(http, token) => _time = time;

    /// <summary>A client of the server at this address. What may pass is tried again, five times in all unless the options say otherwise.</summary>
    public static BatonClient Connect(Uri server, string? token = null, RetryOptions? retries = null) => Connect(server, token, retries ?? new RetryOptions(), new SocketsHttpHandler());

    /// <summary>The same over another way to send.</summary>
    public static BatonClient Connect(Uri server, string? token, RetryOptions retries, HttpMessageHandler inner)
    {
        var handler = RetryPolicy.CreateHandler(retries);
        handler.InnerHandler = inner;
        return new BatonClient(new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan }, token, retries.Time);
    }

    public void Dispose() => http.Dispose();

    private async Task<T> Read<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendInTime(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadBody(response, type, cancellationToken);
    }

    private static async Task<T> ReadBody<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new HttpRequestException($"The server answered {response.RequestMessage?.RequestUri?.AbsolutePath} with null.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"What answers at {response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority)} is no Baton server, or one of another version.", e);
        }
    }

    private async Task Do(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendInTime(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendInTime(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TotalDurationMax);
        try
        {
            return await Send(request, completion, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer {request.Method} {request.RequestUri} within {TotalDurationMax.TotalMinutes:0} minutes.", e);
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await BatonProblemException.Read(response, cancellationToken);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null) =>
        new(method, new Uri(path, UriKind.Relative))
        {
            Content = content,
            Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
        };

    private static string Escape(string segment) => Uri.EscapeDataString(segment);
}
