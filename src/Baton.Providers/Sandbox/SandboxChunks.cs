using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Sandbox;

/// <summary>A chat's answer as the chunks of a stream, in the spelling of OpenAI: who speaks, each word, how it ended, and what it took.</summary>
internal static partial class SandboxChunks
{
    public static IEnumerable<string> Of(ChatCompletionOutput answer)
    {
        foreach (var choice in answer.Choices)
        {
            yield return Chunk(answer, new JsonArray(Part(choice, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null)));
            foreach (var word in Word().Matches(choice.Message.Content ?? "").Select(match => match.Value))
            {
                yield return Chunk(answer, new JsonArray(Part(choice, new JsonObject { ["content"] = word }, null)));
            }

            yield return Chunk(answer, new JsonArray(Part(choice, [], choice.FinishReason)));
        }

        if (answer.Usage is { } usage)
        {
            var tokens = new JsonObject { ["prompt_tokens"] = usage.PromptTokens, ["completion_tokens"] = usage.CompletionTokens, ["total_tokens"] = usage.TotalTokens };
            yield return Chunk(answer, [], tokens);
        }
    }

    private static string Chunk(ChatCompletionOutput answer, JsonArray choices, JsonObject? usage = null)
    {
        var chunk = new JsonObject { ["id"] = answer.Id, ["object"] = "chat.completion.chunk", ["created"] = answer.Created, ["model"] = answer.Model, ["choices"] = choices };
        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return chunk.ToJsonString();
    }

    private static JsonObject Part(ChatCompletionChoice choice, JsonObject delta, string? finish) =>
        new JsonObject { ["index"] = choice.Index, ["delta"] = delta, ["finish_reason"] = finish };

    /// <summary>With the blanks before it.</summary>
    [GeneratedRegex(@"\s*\S+")]
    private static partial Regex Word();
}
