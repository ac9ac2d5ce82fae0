using Baton.Storage;

namespace Baton.Workflows;

/// <summary>What a workflow's actor says to a command.</summary>
internal abstract record ActorReply
{
    private ActorReply(Task<SaveResult> onDisk) => OnDisk = onDisk;

    /// <summary>Ends when what the reply tells of is durable, or not to be.</summary>
    public Task<SaveResult> OnDisk { get; }

    /// <summary>Decided.</summary>
    public sealed record Accepted(WorkflowState Workflow, Task<SaveResult> Saving) : ActorReply(Saving);

    /// <summary>A refusal tells of earlier decisions, which may still be on their way to the disk.</summary>
    public sealed record Refused(WorkflowRefusal Reason, WorkflowState Workflow, Task<SaveResult> Saving) : ActorReply(Saving);

    public sealed record NotFound() : ActorReply(Task.FromResult<SaveResult>(new SaveResult.Saved(0)));
}
