using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>
/// chatCompletion by <c>POST chat/completions</c>. The answer comes in the connection that asked, so what a crash cuts off is lost and <c>WhenLost</c> decides. It is always asked
/// for as a stream: a server that says something every few seconds is alive, one that is silent is given up, and progress can be told. When the step asks for it, each chunk
/// also goes live to whoever reads the job's stream.
/// </summary>
internal sealed class ChatHandler(RemoteService service, ResultStore results) : AdapterHandler(service, "chatCompletion")
{
    private const int CharactersOfAnAnswer = 2_000;
    private const double ProgressMax = 0.95;

    private readonly ChatAnswer _answer = new(service, results);

    /// <summary>With models named in the settings, only those; else any.</summary>
    public override JsonElement? Accepts => ModelChoice.Schema(Service.Settings);

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken) => ExternalWork.RunOnce(
        context,
        Service,
        async (request, until) =>
        {
            var body = await new ChatRequest(Service, context).Of(input, cancellationToken);
            var answer = await Ask(body, request, context, until, cancellationToken);
            if (_answer.Cost(answer.Member("usage")) is { } cost)
            {
                context.Requests.Charge(cost);
            }

            return await _answer.Output(answer, input, context, cancellationToken);
        },
        cancellationToken);

    private async Task<JsonElement> Ask(JsonObject body, OpenRequest request, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        using var message = OpenAiProtocol.Post("chat/completions", RemoteService.Json(body), request);
        using var response = await Service.Send(message, until, stop);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return await OpenAiProtocol.Whole(Service, response, until, stop);
        }

        return await Service.Reading(async () =>
        {
            var chunks = new ChatChunks();
            await using var stream = await response.Content.ReadAsStreamAsync(until);
            await foreach (var data in ServerSentEvents.Read(stream, OpenAiProtocol.SilenceMax, Service.Time, until))
            {
                await Take(data, chunks, context, until);
            }

            return chunks.ToAnswer();
        }, stop);
    }

    private async Task Take(string data, ChatChunks chunks, IJobContext context, CancellationToken cancellationToken)
    {
        var chunk = JsonElement.Parse(data);
        if (chunk.Member("error") is { } error)
        {
            throw ServiceAnswers.Refusal(Service.Name, error.Whole("code") ?? 500, chunk, data, null, RequestFate.Over);
        }

        chunks.Add(chunk);
        context.Report(ProgressMax * chunks.Length / (chunks.Length + CharactersOfAnAnswer));
        if (context.Stream is { } live)
        {
            await live.Write(data, cancellationToken);
        }
    }
}
