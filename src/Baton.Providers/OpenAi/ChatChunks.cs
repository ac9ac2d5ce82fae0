using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>Puts the chunks of a streamed answer together to the answer they are the parts of.</summary>
internal sealed class ChatChunks
{
    private readonly SortedDictionary<int, Choice> _choices = [];
    private JsonElement? _head;
    private JsonElement? _usage;

    /// <summary>What was said so far, of all choices together, in characters.</summary>
    public int Length { get; private set; }

    public void Add(JsonElement chunk)
    {
        _head ??= chunk;
        _usage = chunk.Member("usage") ?? _usage;
        foreach (var part in chunk.Items("choices"))
        {
            var index = part.Whole("index") ?? 0;
            if (!_choices.TryGetValue(index, out var choice))
            {
                _choices[index] = choice = new Choice();
            }

            choice.Add(part);
            Length += part.Member("delta")?.Text("content")?.Length ?? 0;
        }
    }

    /// <summary>The whole, as an answer that was not streamed would be.</summary>
    public JsonElement ToAnswer()
    {
        var head = _head ?? default;
        var answer = new JsonObject
        {
            ["choices"] = new JsonArray([.. _choices.Select(choice => (JsonNode)choice.Value.ToNode(choice.Key))]),
            ["usage"] = _usage?.Node(),
        };
        foreach (var name in (string[])["id", "created", "model", "system_fingerprint"])
        {
            answer[name] = head.Member(name)?.Node();
        }

        return JsonSerializer.SerializeToElement(answer, AdapterJson.Default.JsonNode);
    }

    private sealed class Choice
    {
        private readonly StringBuilder _content = new();
        private readonly StringBuilder _refusal = new();
        private readonly SortedDictionary<int, ToolCall> _tools = [];
        private readonly JsonArray _images = [];
        private string? _finish;

        public void Add(JsonElement part)
        {
            _finish = part.Text("finish_reason") ?? _finish;
            if (part.Member("delta") is not { } delta)
            {
                return;
            }

            _content.Append(delta.Text("content"));
            _refusal.Append(delta.Text("refusal"));
            foreach (var call in delta.Items("tool_calls"))
            {
                var index = call.Whole("index") ?? _tools.Count;
                if (!_tools.TryGetValue(index, out var tool))
                {
                    _tools[index] = tool = new ToolCall();
                }

                tool.Add(call);
            }

            foreach (var image in delta.Items("images"))
            {
                _images.Add(image.Node());
            }
        }

        public JsonObject ToNode(int index)
        {
            var message = new JsonObject { ["content"] = _content.Length > 0 || _tools.Count == 0 ? _content.ToString() : null };
            if (_refusal.Length > 0)
            {
                message["refusal"] = _refusal.ToString();
            }

            if (_tools.Count > 0)
            {
                message["tool_calls"] = new JsonArray([.. _tools.Values.Select(tool => (JsonNode)tool.ToNode())]);
            }

            if (_images.Count > 0)
            {
                message["images"] = _images.DeepClone();
            }

            return new JsonObject { ["index"] = index, ["message"] = message, ["finish_reason"] = _finish };
        }
    }

    private sealed class ToolCall
    {
        private readonly StringBuilder _arguments = new();
        private string? _id;
        private string? _name;

        public void Add(JsonElement part)
        {
            _id = part.Text("id") ?? _id;
            _name = part.Member("function")?.Text("name") ?? _name;
            _arguments.Append(part.Member("function")?.Text("arguments"));
        }

        public JsonObject ToNode() => new()
        {
            ["id"] = _id ?? "",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = _name ?? "", ["arguments"] = _arguments.ToString() },
        };
    }
}
