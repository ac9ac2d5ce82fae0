using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>
/// One graph in the queue of a ComfyUI server. Facts of the protocol: <c>POST /prompt</c> queues a graph and answers its <c>prompt_id</c>, which newer servers take from the body and older
/// ones choose; our client id goes along and stands in <c>/queue</c> and <c>/history</c>, so a lost answer can be asked for. A graph that is not in order is a 400 with
/// <c>node_errors</c>. <c>/history/{id}</c> is empty until the graph has ended, then it has <c>status</c> and <c>outputs</c>. What waits is taken out by <c>POST /queue</c>, what runs is stopped by
/// <c>POST /interrupt</c>. The queue lives in memory: after a restart of the server nobody knows the graph any more.
/// </summary>
internal sealed class ComfyRequest(RemoteService service, ComfyFiles files, Func<CancellationToken, Task<JsonObject>> graph, Func<string, Task<JsonNode>>? store, IJobContext context)
    : IRemoteRequest<IReadOnlyList<JsonNode>>
{
    private const int HistoryMax = 200;

    private int _nodes;

    public async Task<string> Make(OpenRequest request, CancellationToken cancellationToken)
    {
        var prompt = await graph(cancellationToken);
        _nodes = prompt.Count;
        var id = IdOf(request.Key);
        var body = new JsonObject { ["prompt"] = prompt, ["client_id"] = id, ["prompt_id"] = id };
        using var content = RemoteService.Json(body);
        JsonElement answer;
        try
        {
            answer = await service.Ask(HttpMethod.Post, "prompt", content, service.Settings.AnswerTimeout, cancellationToken);
        }
        catch (ServiceFault refused) when (refused.Status == 400)
        {
            throw new ServiceFault(JobFailure.Rejected, $"{refused.Message} Its nodes, models or values are not all known there.", RequestFate.NotMade, refused);
        }

        return answer.Text("prompt_id") ?? throw new ServiceFault(JobFailure.Transient, $"'{service.Name}' queued the graph and did not say under which id.", RequestFate.Unknown);
    }

    public async Task<RemoteFinding> Find(OpenRequest request, CancellationToken cancellationToken)
    {
        var id = IdOf(request.Key);
        foreach (var entry in await Queued(cancellationToken))
        {
            if (IsOurs(entry, id))
            {
                return new RemoteFinding.Found(entry[1].GetString()!);
            }
        }

        var history = await service.Ask(HttpMethod.Get, $"history?max_items={HistoryMax}", null, service.Settings.AnswerTimeout, cancellationToken);
        var past = history.EnumerateObject().Where(entry => entry.Name == id || (entry.Value.Member("prompt") is { } prompt && IsOurs(prompt, id))).Select(entry => entry.Name).FirstOrDefault();
        return past is null ? new RemoteFinding.NeverMade() : new RemoteFinding.Found(past);
    }

    public async Task<IReadOnlyList<JsonNode>> Watch(string remoteId, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = ComfyListener.Listen(service, context.Requests.Open is { } open ? IdOf(open.Key) : remoteId, remoteId, Math.Max(1, _nodes), context.Report, done.Token);
        try
        {
            var entry = await new Polling(service).Until(stop => Look(remoteId, stop), cancellationToken);
            return await files.Bring(entry.Outputs, context, store, cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
            await listening;
        }
    }

    public async Task Cancel(string remoteId, CancellationToken cancellationToken)
    {
        using var waiting = RemoteService.Json(new JsonObject { ["delete"] = new JsonArray(remoteId) });
        await Post("queue", waiting, cancellationToken);
        var queue = await service.Ask(HttpMethod.Get, "queue", null, service.Settings.AnswerTimeout, cancellationToken);

        // Older servers stop whatever runs, so they are told only while that is ours.
        if (queue.Items("queue_running").Any(entry => IdIn(entry) == remoteId))
        {
            using var running = RemoteService.Json(new JsonObject { ["prompt_id"] = remoteId });
            await Post("interrupt", running, cancellationToken);
        }
    }

    /// <summary>Made from our own name, so that it is the same after a restart; the server wants the form of a UUID.</summary>
    internal static string IdOf(string key) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)).ToString();

    private async Task<Ended?> Look(string remoteId, CancellationToken cancellationToken)
    {
        var history = await service.Ask(HttpMethod.Get, $"history/{remoteId}", null, service.Settings.AnswerTimeout, cancellationToken);
        if (history.Member(remoteId) is not { } entry)
        {
            // A graph that is in neither place has ended between the two looks, or the server was started anew.
            return (await Queued(cancellationToken)).Any(queued => IdIn(queued) == remoteId) || await IsInHistory(remoteId, cancellationToken)
                ? null
                : throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' does not know the graph any more; it was restarted, or somebody emptied its queue.");
        }

        var status = entry.Member("status");
        return status?.Text("status_str") == "error" ? throw FaultOf(status.Value) : new Ended(entry.Member("outputs") ?? default);
    }

    private async Task<bool> IsInHistory(string remoteId, CancellationToken cancellationToken) =>
        (await service.Ask(HttpMethod.Get, $"history/{remoteId}", null, service.Settings.AnswerTimeout, cancellationToken)).Member(remoteId) is not null;

    private ServiceFault FaultOf(JsonElement status)
    {
        foreach (var message in status.Items("messages").Where(message => message.ValueKind == JsonValueKind.Array && message.GetArrayLength() == 2))
        {
            if (message[0].ValueEquals("execution_interrupted"))
            {
                return ServiceFault.Over(JobFailure.Transient, $"Somebody stopped the graph at '{service.Name}'.");
            }

            if (message[0].ValueEquals("execution_error"))
            {
                var words = ServiceAnswers.Words(message[1]) ?? "it gave no reason";
                var isMemory = words.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || message[1].Text("exception_type")?.Contains("OutOfMemory", StringComparison.Ordinal) == true;
                return ServiceFault.Over(isMemory ? JobFailure.Transient : JobFailure.Rejected, $"The node '{message[1].Text("node_type")}' failed at '{service.Name}': {words}");
            }
        }

        return ServiceFault.Over(JobFailure.Transient, $"The graph failed at '{service.Name}'.");
    }

    private async Task<List<JsonElement>> Queued(CancellationToken cancellationToken)
    {
        var queue = await service.Ask(HttpMethod.Get, "queue", null, service.Settings.AnswerTimeout, cancellationToken);
        return [.. queue.Items("queue_running").Concat(queue.Items("queue_pending")).Where(entry => IdIn(entry) is not null)];
    }

    private async Task Post(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(service.Settings.AnswerTimeout, service.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await service.Send(request, either.Token, cancellationToken);
    }

    /// <summary>An entry is number, id, graph, extra data, outputs; the extra data has the client id.</summary>
    private static bool IsOurs(JsonElement entry, string id) =>
        IdIn(entry) == id || (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 3 && entry[3].Text("client_id") == id);

    private static string? IdIn(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 1 && entry[1].ValueKind == JsonValueKind.String ? entry[1].GetString() : null;

    private sealed record Ended(JsonElement Outputs);
}
