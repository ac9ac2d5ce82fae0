using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Baton.Streams;

/// <summary>How metadata with a link in it is written.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class StreamJson : JsonSerializerContext;
