using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Json;

/// <summary>
/// Enums on the wire: camelCase names, read without regard to case; a number is refused. A member that the API
/// spells otherwise carries <see cref="JsonStringEnumMemberNameAttribute"/>.
/// </summary>
public sealed class WireEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
