using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Baton.Providers.Adapters;

/// <summary>How free JSON is written for services and as output.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class AdapterJson : JsonSerializerContext;
