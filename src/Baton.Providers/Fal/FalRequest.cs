using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Fal;

/// <summary>
/// One request in a queue as fal has it. Facts of the protocol: <c>POST /APP</c> answers <c>request_id</c> with the URLs of its status, its result and its cancellation, which have only the first two parts of the app's name;
/// the status is IN_QUEUE, IN_PROGRESS or COMPLETED, and COMPLETED also when it failed: then the result is the failure, a 422 with <c>detail</c> for bad inputs, of type
/// <c>content_policy_violation</c> for moderation. <c>PUT …/cancel</c> stops what waits. Results lie on another host under URLs that need no key. There is no way to ask by a name of one's own, so when the answer to the
/// POST is lost, nobody knows the request: <c>WhenLost</c> decides, and refuses unless it is told otherwise.
/// </summary>
internal sealed class FalRequest(RemoteService service, string app, Func<Task<JsonObject>> body, Action<double> report) : IRemoteRequest<JsonElement>
{
    private const double QueuedShare = 0.05;
    private const double RunningShare = 0.3;

    public async Task<string> Make(OpenRequest request, CancellationToken cancellationToken)
    {
        using var content = RemoteService.Json(await body());
        var answer = await service.Ask(HttpMethod.Post, app, content, service.Settings.AnswerTimeout, cancellationToken);
        var id = answer.Text("request_id") ?? throw new ServiceFault(JobFailure.Transient, $"'{service.Name}' queued the request and did not say under which id.", RequestFate.Unknown);

        // The URL of the result is the service's to choose, as long as it stays there: the key goes along.
        return answer.Text("response_url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) && service.IsOwn(address)
            ? address.AbsolutePath.TrimStart('/')
            : $"{service.Base.AbsolutePath.TrimStart('/')}{string.Join('/', app.Split('/').Take(2))}/requests/{id}";
    }

    public Task<RemoteFinding> Find(OpenRequest request, CancellationToken cancellationToken) => Task.FromResult<RemoteFinding>(new RemoteFinding.CannotTell());

    public async Task<JsonElement> Watch(string remoteId, CancellationToken cancellationToken)
    {
        var polling = new Polling(service);
        await polling.Until(stop => Look(remoteId, stop), cancellationToken);
        try
        {
            var result = await polling.Until<Answer>(async stop => new Answer(await service.Ask(HttpMethod.Get, Absolute(remoteId), null, service.Settings.AnswerTimeout, stop)), IsFinal, cancellationToken);
            return result.Json;
        }
        catch (ServiceFault fault) when (fault.Status is not null and not 404)
        {
            throw new ServiceFault(fault.Kind, fault.Message, RequestFate.Over, fault);
        }
    }

    public async Task Cancel(string remoteId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Absolute(remoteId + "/cancel"));
        using var response = await service.Send(request, cancellationToken, cancellationToken);
    }

    private async Task<Answer?> Look(string remoteId, CancellationToken cancellationToken)
    {
        var status = await service.Ask(HttpMethod.Get, Absolute(remoteId + "/status"), null, service.Settings.AnswerTimeout, cancellationToken);
        switch (status.Text("status"))
        {
            case "COMPLETED":
                return new Answer(status);
            case "IN_PROGRESS":
                report(RunningShare);
                return null;
            default:
                report(QueuedShare / (1 + (status.Whole("queue_position") ?? 0)));
                return null;
        }
    }

    /// <summary>What a failed request answers for its result is its failure, whatever the status; only a busy service is asked again.</summary>
    private static bool IsFinal(ServiceFault fault) => fault.Status is not (null or 429 or 502 or 503 or 504);

    private static string Absolute(string path) => "/" + path;

    private sealed record Answer(JsonElement Json);
}
