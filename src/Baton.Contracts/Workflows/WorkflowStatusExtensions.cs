namespace Baton.Contracts.Workflows;

/// <summary>What a status says about a workflow, step or job.</summary>
public static class WorkflowStatusExtensions
{
    /// <summary>As the API spells it.</summary>
    public static string ToWire(this WorkflowStatus status) => status switch
    {
        WorkflowStatus.Unassigned => "unassigned",
        WorkflowStatus.Preparing => "preparing",
        WorkflowStatus.Scheduled => "scheduled",
        WorkflowStatus.Processing => "processing",
        WorkflowStatus.Succeeded => "succeeded",
        WorkflowStatus.Failed => "failed",
        WorkflowStatus.Expired => "expired",
        WorkflowStatus.Canceled => "canceled",
    };

    /// <summary>Ended for good (invariant Terminal).</summary>
    public static bool IsTerminal(this WorkflowStatus status) => status switch
    {
        WorkflowStatus.Succeeded or WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled => true,
        WorkflowStatus.Unassigned or WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => false,
    };

    /// <summary>Held by a worker under a lease.</summary>
    public static bool IsHeld(this WorkflowStatus status) => status switch
    {
        WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => true,
        WorkflowStatus.Unassigned => false,
        WorkflowStatus.Succeeded or WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled => false,
    };
}
