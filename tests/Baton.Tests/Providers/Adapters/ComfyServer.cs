using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>A ComfyUI server: a queue in memory, one graph after the other, history when it has ended.</summary>
internal sealed class ComfyServer : ProtocolServer
{
    private readonly ConcurrentDictionary<string, Graph> _graphs = new();

    /// <summary>An older one chooses the id of a graph itself.</summary>
    public bool ChoosesIds { get; init; }

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/system_stats", () => Json(200, """{ "system": { "comfyui_version": "0.3.75" } }"""));
        routes.MapPost("/prompt", (Delegate)Queue);
        routes.MapGet("/queue", ShowQueue);
        routes.MapPost("/queue", (Delegate)((HttpContext context) => Stop(context, "delete")));
        routes.MapPost("/interrupt", (Delegate)((HttpContext context) => Stop(context, "prompt_id")));
        routes.MapGet("/history/{id}", (string id) => Json(200, $"{{ {HistoryOf(id)} }}"));
        routes.MapGet("/history", () => Json(200, $"{{ {string.Join(',', _graphs.Keys.Select(HistoryOf).Where(text => text.Length > 0))} }}"));
        routes.MapGet("/view", View);
        routes.MapPost("/upload/image", (Delegate)Upload);
        routes.MapGet("/ws", Socket);
    }

    private async Task<IResult> Queue(HttpContext context)
    {
        var body = await Body(context);
        var prompt = body.GetProperty("prompt").EnumerateObject().Select(node => node.Value.GetProperty("inputs"))
            .Where(inputs => inputs.TryGetProperty("text", out var text) && text.GetString()!.Length > 0).Select(inputs => inputs.GetProperty("text").GetString()!).First();
        var fault = FaultOf(prompt);
        if (Turn(context, fault, Try(prompt), body.GetRawText()) is { } turned)
        {
            return turned;
        }

        if (fault == "refused")
        {
            return Json(400, """{ "error": { "type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": "" }, "node_errors": { "model": { "errors": [{ "message": "Value not in list" }] } } }""");
        }

        var id = ChoosesIds ? $"chosen-{_graphs.Count}" : body.GetProperty("prompt_id").GetString()!;
        _graphs[id] = new Graph(prompt, body.GetProperty("client_id").GetString()!, Take(prompt));
        return Lose(context, fault, _graphs[id].Made) ?? Json(200, $$"""{ "prompt_id": "{{id}}", "number": 1, "node_errors": {} }""");
    }

    private IResult ShowQueue()
    {
        var running = _graphs.Where(graph => !graph.Value.IsEnded).Select(graph => $$"""[1, "{{graph.Key}}", {}, { "client_id": "{{graph.Value.Client}}" }, ["save"]]""");
        return Json(200, $$"""{ "queue_running": [{{string.Join(',', running)}}], "queue_pending": [] }""");
    }

    /// <summary>Ends at the second look; those that hang never do, and after a restart nothing is known.</summary>
    private string HistoryOf(string id)
    {
        if (!_graphs.TryGetValue(id, out var graph))
        {
            return "";
        }

        var fault = FaultOf(graph.Prompt);
        if (fault == "forgets" && graph.Made == 1)
        {
            _graphs.TryRemove(id, out _);
            return "";
        }

        if (fault == "hang" && !Release.Task.IsCompleted)
        {
            graph.Looks++;
            Hanging.TrySetResult();
            return "";
        }

        if (++graph.Looks < 2)
        {
            return "";
        }

        graph.IsEnded = true;
        var (status, outputs) = fault switch
        {
            "unsafe" => ("""{ "status_str": "error", "completed": false, "messages": [["execution_error", { "node_type": "SafetyCheck", "exception_type": "ValueError", "exception_message": "This prompt is not allowed." }]] }""", "{}"),
            _ => ("""{ "status_str": "success", "completed": true, "messages": [] }""", $$"""{ "save": { "images": [{ "filename": "{{graph.Prompt}} {{graph.Made}}.png", "subfolder": "", "type": "output" }, { "filename": "temp.png", "subfolder": "", "type": "temp" }] } }"""),
        };
        return $$""" "{{id}}": { "prompt": [1, "{{id}}", {}, { "client_id": "{{graph.Client}}" }, ["save"]], "outputs": {{outputs}}, "status": {{status}} } """;
    }

    private IResult View(string filename)
    {
        var parts = Path.GetFileNameWithoutExtension(filename).Split(' ');
        var (fault, made) = (parts[^2], parts[^1]);
        return fault switch
        {
            "half" when made == "1" => Answers.Bytes(HalfPicture, "image/png"),
            "html" => Html(),
            "flaky" when Try(filename) < 6 => Answers.StatusCode(503),
            "expired" when made == "1" => Answers.StatusCode(404),
            _ => Answers.Bytes(Picture, "image/png"),
        };
    }

    private async Task<IResult> Upload(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Received.Enqueue((context.Request.Path, $"{form.Files[0].ContentType}:{form.Files[0].Length}"));
        return Json(200, """{ "name": "uploaded.png", "subfolder": "", "type": "input" }""");
    }

    private async Task<IResult> Stop(HttpContext context, string member)
    {
        var body = await Body(context);
        var ids = body.GetProperty(member) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(id => id.GetString()!) : [body.GetProperty(member).GetString()!];
        foreach (var id in ids.Where(id => member == "prompt_id"))
        {
            if (_graphs.TryRemove(id, out var graph))
            {
                Stopped.Enqueue(graph.Prompt);
            }
        }

        return Answers.Ok();
    }

    /// <summary>Progress of whatever is queued under this client, and a preview, which is binary.</summary>
    private async Task Socket(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = context.Request.Query["clientId"].ToString();
        var id = _graphs.Where(graph => graph.Value.Client == client).Select(graph => graph.Key).FirstOrDefault();
        foreach (var message in (JsonObject[])[
            new() { ["type"] = "executing", ["data"] = new JsonObject { ["node"] = "sample", ["prompt_id"] = id } },
            new() { ["type"] = "progress", ["data"] = new JsonObject { ["value"] = 10, ["max"] = 20, ["prompt_id"] = id, ["node"] = "sample" } }])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, context.RequestAborted);
        }

        await socket.SendAsync(new byte[] { 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xD8, 0xFF }, WebSocketMessageType.Binary, true, context.RequestAborted);
        try
        {
            await socket.ReceiveAsync(new byte[16].AsMemory(), context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Whoever listened has gone.
        }
    }

    private sealed record Graph(string Prompt, string Client, int Made)
    {
        public int Looks { get; set; }

        public bool IsEnded { get; set; }
    }
}
