using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>A job as it goes on, or why it does not change.</summary>
internal readonly record struct JobDecision(JobState? Next, WorkflowRefusal Refusal)
{
    public static implicit operator JobDecision(JobState next) => new(next, default);

    public static implicit operator JobDecision(WorkflowRefusal refusal) => new(null, refusal);
}
