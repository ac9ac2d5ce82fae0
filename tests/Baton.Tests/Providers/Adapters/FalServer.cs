using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>A queue as fal has it. Results lie behind URLs that need no key.</summary>
internal sealed class FalServer : ProtocolServer
{
    private readonly ConcurrentDictionary<string, Request> _requests = new();

    /// <summary>What the files are; a picture unless a test has something else.</summary>
    public byte[] Result { get; init; } = Picture;

    /// <summary>How often the requests under way have been looked at.</summary>
    public int Looks => _requests.Values.Sum(request => request.Looks);

    protected override bool IsOpen(PathString path) => path.StartsWithSegments("/files", StringComparison.Ordinal);

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Answers.NotFound());
        routes.MapPost("/fal-ai/flux-2/pro", (Delegate)Submit);
        routes.MapGet("/fal-ai/flux-2/requests/{id}/status", Status);
        routes.MapGet("/fal-ai/flux-2/requests/{id}", Show);
        routes.MapPut("/fal-ai/flux-2/requests/{id}/cancel", Cancel);
        routes.MapGet("/files/{id}", File);
    }

    private async Task<IResult> Submit(HttpContext context)
    {
        var body = await Body(context);
        var prompt = body.GetProperty("prompt").GetString()!;
        if (Turn(context, FaultOf(prompt), Try(prompt), body.GetRawText()) is { } turned)
        {
            return turned;
        }

        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        _requests[id] = new Request(prompt, Take(prompt)) { Unfetched = await Unfetched(body) };
        if (Lose(context, FaultOf(prompt), _requests[id].Made) is { } lost)
        {
            return lost;
        }

        var path = $"{Url}fal-ai/flux-2/requests/{id}";
        return Json(200, $$"""{ "status": "IN_QUEUE", "request_id": "{{id}}", "response_url": "{{path}}", "status_url": "{{path}}/status", "cancel_url": "{{path}}/cancel", "queue_position": 0 }""");
    }

    private IResult Status(string id)
    {
        if (!_requests.TryGetValue(id, out var request) || (FaultOf(request.Prompt) == "forgets" && request.Made == 1))
        {
            return Json(404, """{ "detail": "Request not found" }""");
        }

        request.Looks++;
        if (FaultOf(request.Prompt) == "hang" && !Release.Task.IsCompleted)
        {
            Hanging.TrySetResult();
            return Json(202, """{ "status": "IN_PROGRESS", "logs": null }""");
        }

        return request.Looks == 1 ? Json(202, """{ "status": "IN_QUEUE", "queue_position": 3 }""") : Json(200, """{ "status": "COMPLETED", "metrics": { "inference_time": 1.5 } }""");
    }

    private IResult Show(string id)
    {
        var request = _requests[id];
        if (request.Unfetched is { } input)
        {
            return Json(422, $$"""{ "detail": [{ "loc": ["body", "image_urls", 0], "msg": "Failed to download the file at {{input}}.", "type": "file_download_error", "input": "{{input}}" }] }""");
        }

        var url = FaultOf(request.Prompt) == "private" ? $"http://127.0.0.1:9/secret.png?X-Signature={ResultSignature}" : $"{Url}files/{id}";
        return FaultOf(request.Prompt) switch
        {
            "refused" => Json(422, """{ "detail": [{ "loc": ["body", "image_size"], "msg": "Image size is not supported.", "type": "value_error" }] }"""),
            "unsafe" => Json(422, """{ "detail": [{ "loc": ["body", "prompt"], "msg": "The content could not be processed because it was flagged.", "type": "content_policy_violation" }] }"""),
            _ => Json(200, $$"""{ "images": [{ "url": "{{url}}", "width": 64, "height": 48, "content_type": "image/png" }], "seed": 1, "has_nsfw_concepts": [false], "prompt": "x" }"""),
        };
    }

    private IResult Cancel(string id)
    {
        Stopped.Enqueue(_requests[id].Prompt);
        return Json(202, """{ "status": "CANCELLATION_REQUESTED" }""");
    }

    private IResult File(string id)
    {
        var request = _requests[id];
        return FaultOf(request.Prompt) switch
        {
            "half" when request.Made == 1 => Answers.Bytes(HalfPicture, "image/png"),
            "html" => Html(),
            "flaky" when request.Fetches++ < 5 => Answers.StatusCode(503),
            "expired" when request.Made == 1 => Answers.StatusCode(403),
            _ => Answers.Bytes(Result),
        };
    }

    private sealed record Request(string Prompt, int Made)
    {
        public int Looks { get; set; }

        public int Fetches { get; set; }

        public string? Unfetched { get; init; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prompt} {Made}");
    }
}
