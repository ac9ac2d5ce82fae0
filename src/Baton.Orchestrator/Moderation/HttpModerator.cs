using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Redaction;

namespace Baton.Moderation;

/// <summary>An external service that is asked over HTTP. The operator names it, so it may be on this machine or in its network.</summary>
internal sealed class HttpModerator : IModerator, IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;
    private const int AtOnceMax = 32;
    private const int ReasonMax = 500;
    private const string NoVerdict = "The moderator did not answer with a verdict.";

    private readonly HttpClient _client;
    private readonly Uri _url;
    private volatile string? _trouble;

    public HttpModerator(Uri url, string? token, TimeSpan timeout)
    {
        _url = url;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = AtOnceMax, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        _client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public string? Trouble => _trouble;

    public async ValueTask<ModerationVerdict> Judge(ModerationRequest request, CancellationToken cancellationToken)
    {
        var texts = request.Texts.Select(text => new HttpModerationText(text.Path, text.Text)).ToList();
        if (texts.Count == 0)
        {
            return ModerationVerdict.Allowed.Instance;
        }

        var question = new HttpModerationRequest { JobId = request.Job.Value, Account = request.Account.Value, StepType = request.StepType, Texts = texts };
        try
        {
            var verdict = VerdictOf(await Ask(question, cancellationToken));
            _trouble = null;
            return verdict;
        }
        catch (ModeratorAwayException away)
        {
            _trouble = away.Message;
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpModerationAnswer?> Ask(HttpModerationRequest question, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.PostAsJsonAsync(_url, question, HttpModerationJson.Default.HttpModerationRequest, cancellationToken);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(HttpModerationJson.Default.HttpModerationAnswer, cancellationToken)
                : throw new ModeratorAwayException($"The moderator answered {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModeratorAwayException($"The moderator did not answer within {_client.Timeout.TotalSeconds:0.#} s.", e);
        }
        catch (JsonException e)
        {
            throw new ModeratorAwayException(NoVerdict, e);
        }
        catch (Exception e) when (e is not (ModeratorAwayException or OperationCanceledException))
        {
            throw new ModeratorAwayException("The moderator could not be reached.", e);
        }
    }

    private static ModerationVerdict VerdictOf(HttpModerationAnswer? answer) => answer switch
    {
        { Verdict: "allow" } => ModerationVerdict.Allowed.Instance,
        { Verdict: "block" } => new ModerationVerdict.Blocked(ReasonOf(answer) ?? "The moderator does not allow it."),
        { Verdict: "rate" } when Enum.TryParse<NsfwLevel>(answer.NsfwLevel, ignoreCase: true, out var level) && Enum.IsDefined(level) =>
            new ModerationVerdict.Rated(level, ReasonOf(answer) ?? "The moderator rated it."),
        _ => throw new ModeratorAwayException(NoVerdict),
    };

    private static string? ReasonOf(HttpModerationAnswer answer) =>
        string.IsNullOrWhiteSpace(answer.Reason) ? null : SecretText.Clean(answer.Reason.Length > ReasonMax ? answer.Reason[..ReasonMax] : answer.Reason);
}
