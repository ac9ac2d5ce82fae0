using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Operators;

/// <summary>What an operator has decided for a provider or a worker. It lasts until another decision, over restarts too.</summary>
[JsonConverter(typeof(WireEnumConverter<OperatorMode>))]
public enum OperatorMode
{
    /// <summary>Nothing: it takes jobs as it can.</summary>
    Running,

    /// <summary>It is to come back: it gets no jobs, and those that only it can do wait for it. What it has goes on.</summary>
    Paused,

    /// <summary>It is to go away: it gets no jobs, and none wait for it. What it has goes on.</summary>
    Draining,
}
