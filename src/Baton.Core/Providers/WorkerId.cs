using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Providers;

/// <summary>Names one worker of a provider. In-process workers carry the process instance before the first slash.</summary>
[JsonConverter(typeof(StringIdConverter<WorkerId>))]
public readonly record struct WorkerId(string Value) : IStringId<WorkerId>
{
    public static WorkerId From(string value) => new(value);

    public override string ToString() => Value;
}
