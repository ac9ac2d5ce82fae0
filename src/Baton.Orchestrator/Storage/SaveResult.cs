using Baton.Workflows;

namespace Baton.Storage;

/// <summary>What came of a guarded write.</summary>
public abstract record SaveResult
{
    private SaveResult()
    {
    }

    /// <summary>It is on disk, under this version.</summary>
    public sealed record Saved(long Version) : SaveResult;

    /// <summary>Somebody else wrote the workflow since; nothing happened.</summary>
    public sealed record Conflict : SaveResult;

    /// <summary>A new workflow whose external id or idempotency key the account has used before; nothing happened.</summary>
    /// <param name="Existing">The workflow that has it.</param>
    /// <param name="SameBody">For an idempotency key: whether it was used with the same body. True for an external id.</param>
    public sealed record Duplicate(WorkflowId Existing, bool SameBody) : SaveResult;

    /// <summary>The store could not be written. Stores throw; whoever saves behind a decision turns that into this value.</summary>
    public sealed record Unavailable(StoreUnavailableException Cause) : SaveResult;
}
