using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Client.Workers;
using Microsoft.Extensions.Logging;

namespace Baton.Providers.Adapters;

/// <summary>
/// The HTTP side of one configured service. The operator named the address, so it may be in a private network; it follows no redirect away from it, keeps no cookie, and
/// sends the key to it alone. Every failure comes out as a <see cref="ServiceFault"/>.
/// </summary>
internal sealed partial class RemoteService : IDisposable
{
    private const int RefusalBytesMax = 64 * 1024;
    private const long AnswerBytesMax = 256L << 20;

    private readonly HttpClient _client;
    private readonly ILogger _logger;

    public RemoteService(string name, ProviderSettings settings, string healthPath, TimeProvider time, ILogger logger)
    {
        (Name, Settings, Time, _logger) = (name, settings, time, logger);
        Base = ProviderKinds.UrlOf(settings);
        HealthPath = healthPath;
        Health = new HealthGate(Answers, settings.ReachTimeout, time);
        _client = new HttpClient(new DroppedConnections(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.ReachTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 64,
        }))
        {
            BaseAddress = Base,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Baton/1.0");
        Authorization = HeaderOf(settings);
        _client.DefaultRequestHeaders.Authorization = Authorization;
    }

    public string Name { get; }

    public ProviderSettings Settings { get; }

    public Uri Base { get; }

    /// <summary>Where it is asked whether it is there.</summary>
    public string HealthPath { get; }

    public TimeProvider Time { get; }

    public HealthGate Health { get; }

    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Whether a URL leads to the configured service itself, so that the key may go there and its address needs no check.</summary>
    public bool IsOwn(Uri url) => url.Scheme == Base.Scheme && url.Host.Equals(Base.Host, StringComparison.OrdinalIgnoreCase) && url.Port == Base.Port;

    /// <summary>Ends when there is a sign of life of it, so that work may be sent there. Throws <see cref="ServiceFault"/> soon when there is none.</summary>
    public async Task Reach(CancellationToken cancellationToken)
    {
        if (!await Health.IsThere(cancellationToken))
        {
            throw Unreachable("no sign of life", null);
        }
    }

    /// <summary>The JSON that a call answers.</summary>
    public async Task<JsonElement> Ask(HttpMethod method, string path, HttpContent? content, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await Ask(request, atMost, cancellationToken);
    }

    /// <summary>Sends a file that a request will name. The request itself is not made yet, so whatever goes wrong here, nothing was ordered.</summary>
    public async Task<JsonElement> Upload(string path, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await Ask(HttpMethod.Post, path, content, Settings.Timeout, cancellationToken);
        }
        catch (ServiceFault fault) when (fault.Fate != RequestFate.NotMade)
        {
            throw new ServiceFault(fault.Kind, fault.Message, RequestFate.NotMade, fault) { RetryAfter = fault.RetryAfter, Status = fault.Status };
        }
    }

    public async Task<JsonElement> Ask(HttpRequestMessage request, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(atMost, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        using var response = await Send(request, either.Token, cancellationToken);
        return await Reading(async () =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            await using var bounded = new BoundedStream(body, AnswerBytesMax);
            using var document = await JsonDocument.ParseAsync(bounded, default, either.Token);
            return document.RootElement.Clone();
        }, cancellationToken);
    }

    /// <summary>The answer, its headers read, when it is a success; the caller reads the body.</summary>
    /// <param name="until">Ends the call, also for want of time.</param>
    /// <param name="stop">Ends the job.</param>
    public async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken until, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, until);
        }
        catch (OperationCanceledException late) when (!until.IsCancellationRequested && late.InnerException is TimeoutException)
        {
            throw Unreachable("no connection in time", late);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new ServiceFault(JobFailure.Transient, $"'{Name}' did not answer in time.", RequestFate.Unknown, late);
        }
        catch (HttpRequestException broken) when (IsNeverMade(broken))
        {
            throw Unreachable(broken.HttpRequestError.ToString(), broken);
        }
        catch (HttpRequestException broken)
        {
            throw new ServiceFault(JobFailure.Transient, $"The connection to '{Name}' broke off.", RequestFate.Unknown, broken);
        }

        Health.There();
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Refusal(response, until, stop);
        }
    }

    /// <summary>Reads a body; what breaks on the way is trouble of the service.</summary>
    public async Task<T> Reading<T>(Func<Task<T>> read, CancellationToken stop)
    {
        try
        {
            return await read();
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new ServiceFault(JobFailure.Transient, $"'{Name}' did not finish its answer in time.", RequestFate.Unknown, late);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ServiceFault(JobFailure.Transient, $"The answer of '{Name}' broke off.", RequestFate.Unknown, broken);
        }
        catch (JsonException broken)
        {
            throw ServiceFault.Over(JobFailure.Transient, $"'{Name}' answered something that is no JSON; look whether its Url is right.", broken);
        }
        catch (TooLargeException large)
        {
            throw ServiceFault.Over(JobFailure.Rejected, $"'{Name}' answered more than {large.BytesMax} bytes.", large);
        }
    }

    /// <summary>Whether it is there, for an operator. Never throws but for cancellation.</summary>
    public async Task<ToolCheck> Check(CancellationToken cancellationToken)
    {
        var words = $"{Settings.Kind} at {Base.GetLeftPart(UriPartial.Path).TrimEnd('/')}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, HealthPath);
            using var timeUp = new CancellationTokenSource(CheckTime, Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
            using var response = await Send(request, either.Token, cancellationToken);
            return new ToolCheck(true, words, $"{words} answers; {string.Join(", ", ProviderKinds.TypesOf(Settings))}.");
        }
        catch (ServiceFault fault) when (fault.Status is 401 or 403)
        {
            return new ToolCheck(true, words, $"{words} does not take its key: set Providers__{Name}__Key or KeyFile.") { IsAway = true };
        }
        catch (ServiceFault fault) when (fault.Status is >= 400 and < 500)
        {
            return new ToolCheck(true, words, $"{words} answers; {string.Join(", ", ProviderKinds.TypesOf(Settings))}.");
        }
        catch (ServiceFault)
        {
            return new ToolCheck(true, words, $"{words} does not answer; its jobs wait until it does.") { IsAway = true };
        }
    }

    public void Dispose()
    {
        Health.Dispose();
        _client.Dispose();
    }

    public static HttpContent Json(JsonNode body) => new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(3);

    /// <summary>Whether it answers at all, be it with a refusal.</summary>
    private async Task<bool> Answers(TimeSpan within, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(within, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, HealthPath);
            using var response = await Send(request, either.Token, cancellationToken);
            return true;
        }
        catch (ServiceFault fault)
        {
            return fault.Status is not null;
        }
    }

    private static bool IsNeverMade(HttpRequestException broken) =>
        broken.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private ServiceFault Unreachable(string why, Exception? broken)
    {
        if (Health.Away())
        {
            LogAway(_logger, Name, why);
        }

        // Nothing was tried, so it counts as no failure: a service that is only too busy to answer must not be used up for the job.
        return new ServiceFault(JobFailure.Transient, $"'{Name}' cannot be reached.", RequestFate.NotMade, broken) { RetryAfter = HealthGate.ProbeInterval };
    }

    private async Task<ServiceFault> Refusal(HttpResponseMessage response, CancellationToken until, CancellationToken stop)
    {
        var text = await RefusalText(response, until, stop);
        var status = (int)response.StatusCode;
        var retryAfter = ServiceAnswers.RetryAfter(response, Time.GetUtcNow());
        if (retryAfter is { } pause && status is 429 or 503)
        {
            Health.Pause(retryAfter.Value);
        }

        var refusal = ServiceAnswers.Refusal(Name, status, Parse(text), text, retryAfter, ServiceAnswers.IsLost(status) ? RequestFate.Unknown : RequestFate.NotMade);
        if (status is 401 or 402 or 403 && refusal.Kind == JobFailure.Transient)
        {
            LogOperatorsTrouble(_logger, Name, refusal.Message);
        }

        return refusal;
    }

    private static async Task<string> RefusalText(HttpResponseMessage response, CancellationToken until, CancellationToken stop)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(until);
            var buffer = new byte[RefusalBytesMax];
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, until);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return "";
        }
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AuthenticationHeaderValue? HeaderOf(ProviderSettings settings) => ProviderKey.Read(settings) is not { } key ? null
        : ProviderKinds.SchemeOf(settings.Kind!.Value) is "Basic" and var basic ? new AuthenticationHeaderValue(basic, Convert.ToBase64String(Encoding.UTF8.GetBytes(key)))
        : new AuthenticationHeaderValue(ProviderKinds.SchemeOf(settings.Kind!.Value), key);

    [LoggerMessage(EventId = 10001, Level = LogLevel.Warning, Message = "Provider {ProviderId} cannot be reached ({Why}); its jobs wait until it answers")]
    private static partial void LogAway(ILogger logger, string providerId, string why);

    [LoggerMessage(EventId = 10002, Level = LogLevel.Warning, Message = "Provider {ProviderId} turns jobs away: {Words}")]
    private static partial void LogOperatorsTrouble(ILogger logger, string providerId, string words);
}
