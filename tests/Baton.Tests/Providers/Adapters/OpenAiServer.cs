using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>Chat, pictures, speech and transcription as OpenAI-compatible servers have them.</summary>
internal sealed class OpenAiServer : ProtocolServer
{
    public static readonly string[] Words = ["Rings ", "on ", "the ", "water."];

    /// <summary>By what names requests were made, by prompt.</summary>
    public ConcurrentQueue<(string Prompt, string Key)> Keys { get; } = new();

    protected override bool IsOpen(PathString path) => path.StartsWithSegments("/files", StringComparison.Ordinal);

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", () => Json(200, """{ "object": "list", "data": [] }"""));
        routes.MapPost("/v1/chat/completions", (Delegate)Chat);
        routes.MapPost("/v1/images/generations", (Delegate)Create);
        routes.MapPost("/v1/images/edits", (Delegate)Edit);
        routes.MapPost("/v1/audio/speech", (Delegate)Speech);
        routes.MapPost("/v1/audio/transcriptions", (Delegate)Transcription);
        routes.MapGet("/files/{prompt}/{number:int}", (string prompt, int number) =>
            FaultOf(prompt) == "expired" && number == 1 ? Answers.StatusCode(403) : Answers.Bytes(Picture, "image/png"));
    }

    private async Task<IResult> Chat(HttpContext context)
    {
        var body = await Body(context);
        var prompt = TextOf(body.GetProperty("messages").EnumerateArray().Last().GetProperty("content"));
        var fault = FaultOf(prompt);
        if ((Turn(context, fault, Try(prompt), body.GetRawText()) ?? Refuse(fault)) is { } turned)
        {
            return turned;
        }

        if (await Unfetched(body) is { } url)
        {
            return Json(400, $$"""{ "error": { "message": "Error while downloading {{url}}.", "type": "invalid_request_error", "code": "invalid_image_url" } }""");
        }

        var made = Take(prompt);
        Keys.Enqueue((prompt, context.Request.Headers["Idempotency-Key"].ToString()));
        if (Lose(context, fault, made) is { } lost)
        {
            return lost;
        }

        if (fault == "html")
        {
            return Html();
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var (word, index) in Words.Select((word, index) => (word, index)))
        {
            if (fault == "hang" && index == 1)
            {
                await Hang(context, prompt);
            }

            if (fault == "half" && made == 1 && index == 2)
            {
                return Answers.Empty; // It ends as if that were all, without its mark.
            }

            await Say(context, $$"""{ "id": "c1", "object": "chat.completion.chunk", "created": 1700000000, "model": "m-1", "choices": [{ "index": 0, "delta": { "content": {{JsonSerializer.Serialize(word)}} }, "finish_reason": {{(index == Words.Length - 1 ? "\"stop\"" : "null")}} }] }""");
        }

        await Say(context, """{ "id": "c1", "object": "chat.completion.chunk", "created": 1700000000, "model": "m-1", "choices": [], "usage": { "prompt_tokens": 7, "completion_tokens": 4, "total_tokens": 11 } }""");
        await Say(context, "[DONE]");
        return Answers.Empty;
    }

    private async Task<IResult> Create(HttpContext context)
    {
        var body = await Body(context);
        return await Pictures(context, body.GetProperty("prompt").GetString()!, body.TryGetProperty("n", out var n) ? n.GetInt32() : 1);
    }

    private async Task<IResult> Edit(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Received.Enqueue((context.Request.Path, string.Join(',', form.Files.Select(file => $"{file.Name}:{file.ContentType}:{file.Length}"))));
        return await Pictures(context, form["prompt"]!, 1);
    }

    private async Task<IResult> Pictures(HttpContext context, string prompt, int count)
    {
        var fault = FaultOf(prompt);
        var tries = Try(prompt);
        if ((Turn(context, fault, tries) ?? Refuse(fault)) is { } turned)
        {
            return turned;
        }

        var made = Take(prompt);
        Keys.Enqueue((prompt, context.Request.Headers["Idempotency-Key"].ToString()));
        if (Lose(context, fault, made) is { } lost)
        {
            return lost;
        }

        if (fault == "hang")
        {
            await Hang(context, prompt);
        }

        var item = fault switch
        {
            "half" when made == 1 => Encoded(HalfPicture),
            "html" => Encoded("<html>Welcome</html>"u8.ToArray()),
            "expired" => $$"""{ "url": "{{Url}}files/{{Uri.EscapeDataString(prompt)}}/{{made}}" }""",
            "private" => $$"""{ "url": "http://127.0.0.1:9/secret.png?X-Signature={{ResultSignature}}" }""",
            _ => Encoded(Picture),
        };
        return Json(200, $$"""{ "created": 1700000000, "data": [{{string.Join(',', Enumerable.Repeat(item, count))}}], "usage": { "input_tokens": 10, "output_tokens": 1000 } }""");
    }

    private async Task<IResult> Speech(HttpContext context)
    {
        var body = await Body(context);
        var text = body.GetProperty("input").GetString()!;
        Take(text);
        return Answers.Bytes(FaultOf(text) == "html" ? "<html>"u8.ToArray() : Sounds.Wav(0.5), "audio/wav");
    }

    private async Task<IResult> Transcription(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Received.Enqueue((context.Request.Path, $"{form.Files[0].FileName} {form.Files[0].ContentType} {form["model"]} {form["response_format"]}"));
        return Json(200, """{ "text": " Hello there. ", "language": "english", "duration": 2.5, "segments": [{ "start": 0.0, "end": 1.2, "text": " Hello" }, { "start": 1.2, "end": 2.5, "text": " there." }] }""");
    }

    private static IResult? Refuse(string fault) => fault switch
    {
        "refused" => Json(400, """{ "error": { "message": "Unknown parameter: 'size'.", "type": "invalid_request_error", "code": "unknown_parameter" } }"""),
        "unsafe" => Json(400, """{ "error": { "message": "Your request was rejected by the safety system.", "type": "invalid_request_error", "code": "moderation_blocked" } }"""),
        _ => null,
    };

    private static async Task Say(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }

    private static string Encoded(byte[] content) => $$"""{ "b64_json": "{{Convert.ToBase64String(content)}}" }""";

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : content.EnumerateArray().First(part => part.TryGetProperty("text", out _)).GetProperty("text").GetString()!;
}
