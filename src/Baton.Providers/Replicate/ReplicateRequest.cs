using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Replicate;

/// <summary>
/// One prediction. Facts of the protocol: <c>POST /predictions</c> with a version, or <c>POST /models/OWNER/NAME/predictions</c>, answers a prediction with its <c>id</c>; its status is starting, processing, succeeded,
/// failed, canceled or aborted. <c>Prefer: wait</c> would hold the answer back until the prediction has ended, and with it the id that a restart needs, so it is not sent. A failed one says why in <c>error</c>,
/// moderation by "NSFW" or E005. Files lie under URLs for an hour, then the output is gone. <c>POST …/cancel</c> stops it. There is no name of one's own to ask by, but the latest predictions can be listed with
/// their inputs: one alone that is the same and not older than our note is ours.
/// </summary>
internal sealed class ReplicateRequest(RemoteService service, string model, Func<Task<JsonObject>> body, Func<JsonElement, CancellationToken, Task<JsonNode>> take, IJobContext context) : IRemoteRequest<JsonNode>
{
    private const int LogCharsMax = 4_000;

    /// <summary>A page has a hundred.</summary>
    private const int PagesMax = 20;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    public async Task<string> Make(OpenRequest request, CancellationToken cancellationToken)
    {
        var isVersion = model.Length == 64 && model.All(char.IsAsciiHexDigit);
        var call = new JsonObject { ["input"] = await body() };
        if (isVersion)
        {
            call["version"] = model;
        }

        using var content = RemoteService.Json(call);
        var answer = await service.Ask(HttpMethod.Post, isVersion ? "predictions" : $"models/{model}/predictions", content, service.Settings.AnswerTimeout, cancellationToken);
        return answer.Text("id") ?? throw new ServiceFault(JobFailure.Transient, $"'{service.Name}' made the prediction and did not say under which id.", RequestFate.Unknown);
    }

    public async Task<RemoteFinding> Find(OpenRequest request, CancellationToken cancellationToken)
    {
        var ours = Comparable(JsonSerializer.SerializeToElement(await body(), AdapterJson.Default.JsonNode));
        if (await Since(request.NotedAt - ClockSkew, cancellationToken) is not { } late || late.Any(one => one.Member("input") is null))
        {
            return new RemoteFinding.CannotTell();
        }

        return late.Where(one => Comparable(one.Member("input")!.Value) == ours).Select(one => one.Text("id")).OfType<string>().ToList() switch
        {
            [] => new RemoteFinding.NeverMade(),
            [var only] => new RemoteFinding.Found(only),
            _ => new RemoteFinding.CannotTell(),
        };
    }

    /// <summary>All predictions since then, newest first, over as many pages as they fill; null when there are too many.</summary>
    private async Task<List<JsonElement>?> Since(DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var late = new List<JsonElement>();
        var page = "predictions";
        for (var pages = 0; pages < PagesMax; pages++)
        {
            var list = await service.Ask(HttpMethod.Get, page, null, service.Settings.AnswerTimeout, cancellationToken);
            var results = list.Items("results").ToList();
            late.AddRange(results.Where(one => CreatedAt(one) is { } at && at >= earliest));
            if (results.Exists(one => CreatedAt(one) < earliest) || list.Text("next") is not { } next)
            {
                return late;
            }

            // The key goes along, so the next page has to be at the same service.
            if (!Uri.TryCreate(service.Base, next, out var address) || !service.IsOwn(address))
            {
                return null;
            }

            page = address.AbsoluteUri;
        }

        return null;
    }

    public async Task<JsonNode> Watch(string remoteId, CancellationToken cancellationToken)
    {
        var ended = await new Polling(service).Until(stop => Look(remoteId, stop), cancellationToken);
        if (ended.Json.Member("output") is not { } output)
        {
            throw ServiceFault.Over(JobFailure.Transient, $"The output of the prediction is gone at '{service.Name}', which keeps it for an hour.");
        }

        var node = await take(output, cancellationToken);
        Charge(ended.Json);
        return node;
    }

    public async Task Cancel(string remoteId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"predictions/{remoteId}/cancel");
        using var response = await service.Send(request, cancellationToken, cancellationToken);
    }

    private async Task<Ended?> Look(string remoteId, CancellationToken cancellationToken)
    {
        var prediction = await service.Ask(HttpMethod.Get, $"predictions/{remoteId}", null, service.Settings.AnswerTimeout, cancellationToken);
        switch (prediction.Text("status"))
        {
            case "succeeded":
                return new Ended(prediction);
            case "failed":
                Charge(prediction);
                throw FaultOf(prediction);
            case "canceled" or "aborted":
                throw ServiceFault.Over(JobFailure.Transient, $"Somebody canceled the prediction at '{service.Name}'.");
            default:
                if (ProgressOf(prediction.Text("logs")) is { } share)
                {
                    context.Report(share);
                }

                return null;
        }
    }

    private ServiceFault FaultOf(JsonElement prediction)
    {
        if (ServiceAnswers.IsUnfetched(prediction.Member("error")))
        {
            return ServiceFault.Over(JobFailure.Transient, ServiceAnswers.Unfetched(service.Name));
        }

        var words = ServiceAnswers.Words(prediction.Member("error")) ?? "it gave no reason";
        var isSafety = words.Contains("NSFW", StringComparison.OrdinalIgnoreCase) || words.Contains("E005", StringComparison.Ordinal) || words.Contains("flagged as sensitive", StringComparison.OrdinalIgnoreCase);
        var isPassing = words.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || words.Contains("interrupted", StringComparison.OrdinalIgnoreCase) || words.Contains("PA)", StringComparison.Ordinal)
            || words.Contains("E003", StringComparison.Ordinal) || words.Contains("E004", StringComparison.Ordinal) || words.Contains("timed out", StringComparison.OrdinalIgnoreCase);
        return ServiceFault.Over(
            isSafety ? JobFailure.Blocked : isPassing ? JobFailure.Transient : JobFailure.Rejected,
            isSafety ? $"The moderation of '{service.Name}' refused it: {words}" : $"The prediction failed at '{service.Name}': {words}");
    }

    private void Charge(JsonElement prediction)
    {
        var settings = service.Settings;
        if (settings.PricePerJob is not null || settings.PricePerSecond is not null)
        {
            var seconds = (decimal)(prediction.Member("metrics")?.Number("predict_time") ?? 0);
            context.Requests.Charge((settings.PricePerJob ?? 0) + (seconds * (settings.PricePerSecond ?? 0)));
        }
    }

    /// <summary>Most models log a bar of percents; the last one counts.</summary>
    private static double? ProgressOf(string? logs)
    {
        var tail = logs is { Length: > LogCharsMax } ? logs[^LogCharsMax..] : logs ?? "";
        var end = tail.LastIndexOf("%|", StringComparison.Ordinal);
        var start = end;
        while (start > 0 && char.IsAsciiDigit(tail[start - 1]))
        {
            start--;
        }

        return end > start && int.TryParse(tail.AsSpan(start, end - start), CultureInfo.InvariantCulture, out var percent) ? Math.Clamp(percent / 100.0, 0, 0.95) : null;
    }

    /// <summary>What an input is told by: its plain values. Files have another URL each time.</summary>
    private static string Comparable(JsonElement input) => string.Join('\n', input.EnumerateObject()
        .Where(member => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            || (member.Value.ValueKind == JsonValueKind.String && !member.Value.GetString()!.StartsWith("http", StringComparison.Ordinal) && !member.Value.GetString()!.StartsWith("data:", StringComparison.Ordinal)))
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => $"{member.Name}={(member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText())}"));

    private static DateTimeOffset? CreatedAt(JsonElement prediction) =>
        DateTimeOffset.TryParse(prediction.Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private sealed record Ended(JsonElement Json);
}
