using Baton.Storage;

namespace Baton.Workflows;

/// <summary>What a workflow's actor says to a command.</summary>
internal abstract record ActorReply
{
    private ActorReply()
    {
    }

    /// <summary>Decided; <paramref name="OnDisk"/> ends when that is durable, or not to be.</summary>
    public sealed record Accepted(WorkflowState Workflow, Task<SaveResult> OnDisk) : ActorReply;

    public sealed record Refused(WorkflowRefusal Reason, WorkflowState Workflow) : ActorReply;

    public sealed record NotFound : ActorReply;
}
