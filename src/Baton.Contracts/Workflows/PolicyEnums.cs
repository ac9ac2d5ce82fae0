using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Workflows;

/// <summary>Whether a provider could run a job now.</summary>
[JsonConverter(typeof(WireEnumConverter<JobSupport>))]
public enum JobSupport
{
    Unsupported,
    Unavailable,
    Available,
}

/// <summary>Content levels; r, x and xxx are mature.</summary>
[JsonConverter(typeof(WireEnumConverter<NsfwLevel>))]
public enum NsfwLevel
{
    Pg,
    Pg13,
    R,
    X,
    Xxx,
    Na,
}

/// <summary>What happens to output that turns out mature: withheld until asked for, or swapped at once.</summary>
[JsonConverter(typeof(WireEnumConverter<WorkflowUpgradeMode>))]
public enum WorkflowUpgradeMode
{
    Manual,
    Automatic,
}

/// <summary>The currencies that may pay for a workflow.</summary>
[JsonConverter(typeof(WireEnumConverter<BuzzClientAccount>))]
public enum BuzzClientAccount
{
    Yellow,
    Blue,
    Green,
    FakeRed,
}

/// <summary>The only status a caller may set.</summary>
[JsonConverter(typeof(WireEnumConverter<UpdateWorkflowStatus>))]
public enum UpdateWorkflowStatus
{
    Canceled,
}
