namespace Baton.Workflows;

/// <summary>What a workflow's actor asks of whoever hosts it.</summary>
internal interface IActorHost
{
    /// <summary>The actor may be forgotten if it is idle.</summary>
    void MayBeIdle();

    /// <summary>The workflow must be woken shortly, whoever hosts it then.</summary>
    void WakeSoon(WorkflowId id);
}
