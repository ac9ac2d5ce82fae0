using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Streams;

namespace Baton.Chat;

/// <summary>Writes a streamed answer as server-sent events.</summary>
internal sealed class ChatEvents(HttpContext context, bool wantsUsage)
{
    /// <summary>Whether anything that a caller sees was written.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Passes a line of the job's stream on; false when the answer broke off and begins anew, which this way of streaming has no place for.</summary>
    public async Task<bool> Take(string line)
    {
        if (line == JobStream.Restart)
        {
            if (HasBegun)
            {
                await Fail("The provider broke off in the midst of its answer. Ask again.");
                return false;
            }

            return true;
        }

        if (!IsUsageAlone(line))
        {
            await Write(line);
        }

        return true;
    }

    public async Task Whole(JsonObject reply)
    {
        await Write(ChatReply.Chunk(reply).ToJsonString());
        if (wantsUsage && reply["usage"] is { } usage)
        {
            var last = ChatReply.Chunk(reply);
            (last["choices"], last["usage"]) = (new JsonArray(), usage.DeepClone());
            await Write(last.ToJsonString());
        }
    }

    public Task Done() => Write("[DONE]");

    /// <summary>An error in the midst of a stream, as OpenAI's clients read it.</summary>
    public Task Fail(string words) => Write(new JsonObject { ["error"] = new JsonObject { ["message"] = words, ["type"] = "server_error", ["code"] = null, ["param"] = null } }.ToJsonString());

    private async Task Write(string data)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
        }

        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>The chunk that has the usage and no choice comes to those only who asked for it.</summary>
    private bool IsUsageAlone(string line)
    {
        if (wantsUsage || !line.Contains("\"usage\"", StringComparison.Ordinal))
        {
            return false;
        }

        var chunk = JsonElement.Parse(line);
        return chunk.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() == 0;
    }
}
