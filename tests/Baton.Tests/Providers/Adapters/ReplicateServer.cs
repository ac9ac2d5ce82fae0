using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>Predictions as Replicate has them.</summary>
internal sealed class ReplicateServer : ProtocolServer
{
    private readonly ConcurrentDictionary<string, Prediction> _predictions = new();

    protected override bool IsOpen(PathString path) => path.StartsWithSegments("/files", StringComparison.Ordinal) && !path.Value!.StartsWith("/files/upload", StringComparison.Ordinal);

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/account", () => Json(200, """{ "type": "organization" }"""));
        routes.MapPost("/v1/models/acme/painter/predictions", (Delegate)Create);
        routes.MapGet("/v1/predictions/{id}", (string id) => _predictions.TryGetValue(id, out var one) && !(FaultOf(one.Prompt) == "forgets" && one.Made == 1)
            ? Json(200, Show(id, one, looks: ++one.Looks))
            : Json(404, """{ "detail": "The requested resource could not be found.", "status": 404 }"""));
        routes.MapGet("/v1/predictions", List);
        routes.MapPost("/v1/predictions/{id}/cancel", (string id) =>
        {
            Stopped.Enqueue(_predictions[id].Prompt);
            return Json(200, Show(id, _predictions[id], 0));
        });
        routes.MapPost("/v1/files", (Delegate)(async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (LosesUpload)
            {
                LosesUpload = false;
                context.Abort();
                return Answers.Empty;
            }

            Received.Enqueue((context.Request.Path, $"{form.Files[0].ContentType}:{form.Files[0].Length}"));
            return Json(201, $$"""{ "id": "f1", "urls": { "get": "{{Url}}v1/files/f1" } }""");
        }));
        routes.MapGet("/files/{id}", File);
    }

    /// <summary>How many predictions a page of the list has.</summary>
    public int PageLength { get; init; } = 100;

    /// <summary>Whether the connection of the next upload breaks off.</summary>
    public bool LosesUpload { get; set; }

    /// <summary>The newest first, a page at a time.</summary>
    private IResult List(int cursor = 0)
    {
        var page = _predictions.OrderByDescending(one => one.Value.CreatedAt).Skip(cursor).Take(PageLength).Select(one => Show(one.Key, one.Value, one.Value.Looks));
        var next = cursor + PageLength < _predictions.Count ? $"\"{Url}v1/predictions?cursor={cursor + PageLength}\"" : "null";
        return Json(200, $$"""{ "previous": null, "next": {{next}}, "results": [{{string.Join(',', page)}}] }""");
    }

    private async Task<IResult> Create(HttpContext context)
    {
        var body = await Body(context);
        var input = body.GetProperty("input");
        var prompt = input.GetProperty("prompt").GetString()!;
        if (Turn(context, FaultOf(prompt), Try(prompt), body.GetRawText()) is { } turned)
        {
            return turned;
        }

        if (FaultOf(prompt) == "refused")
        {
            return Json(422, """{ "title": "Input validation failed", "detail": "- input.width: Must be less than or equal to 2048\n", "status": 422 }""");
        }

        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        _predictions[id] = new Prediction(prompt, input.GetRawText(), Take(prompt), TimeProvider.System.GetUtcNow()) { Unfetched = await Unfetched(input) };
        return Lose(context, FaultOf(prompt), _predictions[id].Made) ?? Json(201, Show(id, _predictions[id], looks: 0));
    }

    private string Show(string id, Prediction one, int looks)
    {
        var fault = FaultOf(one.Prompt);
        var hangs = fault == "hang" && !Release.Task.IsCompleted;
        if (hangs && looks > 0)
        {
            Hanging.TrySetResult();
        }

        var url = fault == "private" ? $"http://127.0.0.1:9/secret.png?X-Signature={ResultSignature}" : $"{Url}files/{id}";
        var (status, output, error) = (looks, fault) switch
        {
            _ when hangs => ("processing", "null", "null"),
            (0, _) => ("starting", "null", "null"),
            (1, _) => ("processing", "null", "null"),
            _ when one.Unfetched is not null => ("failed", "null", $"\"HTTPError: 404 Client Error: Not Found for url: {one.Unfetched}\""),
            (_, "unsafe") => ("failed", "null", "\"NSFW content detected. Try running it again, or try a different prompt.\""),
            _ => ("succeeded", $"""["{url}"]""", "null"),
        };
        return $$"""
            { "id": "{{id}}", "model": "acme/painter", "input": {{one.Input}}, "output": {{output}}, "error": {{error}}, "status": "{{status}}", "logs": " 45%|####      | 9/20",
              "created_at": "{{one.CreatedAt.ToString("o", CultureInfo.InvariantCulture)}}", "metrics": { "predict_time": 2.0 }, "urls": { "get": "{{Url}}v1/predictions/{{id}}" } }
            """;
    }

    private IResult File(string id)
    {
        var one = _predictions[id];
        return FaultOf(one.Prompt) switch
        {
            "half" when one.Made == 1 => Answers.Bytes(HalfPicture, "image/png"),
            "html" => Html(),
            "flaky" when one.Fetches++ < 5 => Answers.StatusCode(503),
            "expired" when one.Made == 1 => Answers.StatusCode(404),
            _ => Answers.Bytes(Picture, "image/png"),
        };
    }

    private sealed record Prediction(string Prompt, string Input, int Made, DateTimeOffset CreatedAt)
    {
        public int Looks { get; set; }

        public int Fetches { get; set; }

        public string? Unfetched { get; init; }
    }
}
