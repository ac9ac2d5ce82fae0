using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Providers;

/// <summary>Names a provider: a pool of workers that run the same kinds of job.</summary>
[JsonConverter(typeof(StringIdConverter<ProviderId>))]
public readonly record struct ProviderId(string Value) : IStringId<ProviderId>
{
    public static ProviderId From(string value) => new(value);

    public override string ToString() => Value;
}
