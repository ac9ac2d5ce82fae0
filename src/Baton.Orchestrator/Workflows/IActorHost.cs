namespace Baton.Workflows;

/// <summary>What a workflow's actor asks of whoever hosts it.</summary>
internal interface IActorHost
{
    /// <summary>The actor may be forgotten if it is idle.</summary>
    void MayBeIdle();

    /// <summary>The workflow must be woken shortly, whoever hosts it then.</summary>
    void WakeSoon(WorkflowId id);

    /// <summary>
    /// The actor is to be asked for <see cref="WorkflowActor.LookAtHedges"/> at this time; null: not at all. A hint that makes it prompt: should it be lost, the wake-up on disk does the
    /// same a little later.
    /// </summary>
    void HedgeAt(DateTimeOffset? due);
}
