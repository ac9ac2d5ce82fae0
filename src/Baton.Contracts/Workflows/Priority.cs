using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Workflows;

/// <summary>Which of several waiting jobs goes first. Default: normal.</summary>
[JsonConverter(typeof(WireEnumConverter<Priority>))]
public enum Priority
{
    High,
    Normal,
    Low,
}
