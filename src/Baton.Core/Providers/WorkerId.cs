using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Providers;

/// <summary>Names one worker of a provider. In-process workers carry the process instance before the first slash.</summary>
[JsonConverter(typeof(StringIdConverter<WorkerId>))]
public readonly record struct WorkerId(string Value) : IStringId<WorkerId>
{
    public static WorkerId From(string value) => new(value);

    /// <summary>The process instance of an in-process worker; null for a worker that speaks HTTP.</summary>
    [JsonIgnore]
    public string? Instance => Value.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Value[..slash] : null;

    /// <summary>The id of an in-process worker.</summary>
    public static WorkerId InProcess(string instance, ProviderId provider, int slot) => new($"{instance}/{provider}/{slot}");

    public override string ToString() => Value;
}
