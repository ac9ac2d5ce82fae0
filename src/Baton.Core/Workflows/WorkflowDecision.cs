namespace Baton.Workflows;

/// <summary>What came of a command.</summary>
public abstract record WorkflowDecision
{
    private WorkflowDecision()
    {
    }

    /// <summary>The workflow goes on as <paramref name="Next"/>; the same instance when the command changed nothing.</summary>
    public sealed record Accepted(WorkflowState Next) : WorkflowDecision;

    /// <summary>Nothing changed.</summary>
    public sealed record Refused(WorkflowRefusal Reason) : WorkflowDecision;
}

/// <summary>Why a command was refused. When two apply, the first in this order is given.</summary>
public enum WorkflowRefusal
{
    /// <summary>The workflow has no such job.</summary>
    JobUnknown,

    /// <summary>The job was hedged, and another worker was quicker; this one did nothing wrong.</summary>
    Overtaken,

    /// <summary>The job has ended (invariant Terminal).</summary>
    JobEnded,

    /// <summary>The workflow has ended; nothing about its run can change (invariant Terminal).</summary>
    WorkflowEnded,

    /// <summary>Another worker holds the job, or two when it is hedged (invariant OneWinner).</summary>
    AlreadyClaimed,

    /// <summary>The job is exhausted for this provider.</summary>
    ProviderExhausted,

    /// <summary>The job pauses before its next try.</summary>
    NotYet,

    /// <summary>The claim is not, or no longer, the worker's.</summary>
    LeaseNotHeld,

    /// <summary>The step has started; only its metadata can change.</summary>
    StepStarted,

    /// <summary>The change was worked out from a state that is no longer so; read again and work it out anew.</summary>
    ChangedSince,
}
