using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Workflows;

/// <summary>The one status set that workflows, steps and jobs share. The last four are terminal and never change.</summary>
[JsonConverter(typeof(WireEnumConverter<WorkflowStatus>))]
public enum WorkflowStatus
{
    /// <summary>Waits: for its dependencies, or for a provider to claim it.</summary>
    Unassigned,

    /// <summary>Claimed; the worker fetches what it needs.</summary>
    Preparing,

    /// <summary>Claimed; in the queue of a ready worker.</summary>
    Scheduled,

    /// <summary>Claimed; the worker works on it.</summary>
    Processing,

    /// <summary>Ended with its output.</summary>
    Succeeded,

    /// <summary>Ended without; the job's reason says why.</summary>
    Failed,

    /// <summary>Ended because its time ran out.</summary>
    Expired,

    /// <summary>Ended on request, or because a step it depends on did not succeed.</summary>
    Canceled,
}
