using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Baton.Chat;

/// <summary>How bodies in OpenAI's spelling are written.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ChatJson : JsonSerializerContext;
