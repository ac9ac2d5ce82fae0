using Baton.Workflows;

namespace Baton.Storage;

/// <summary>
/// A write on its way to the store. Until the store takes it, a newer state may replace the one it holds, so transitions that
/// meet in one commit window are written once.
/// </summary>
/// <param name="state">What to write.</param>
/// <param name="expectedVersion">The version the state was made from; 0 for a new workflow. A success makes it one more.</param>
public sealed class WorkflowWrite(WorkflowState state, long expectedVersion)
{
    private readonly Lock _lock = new();
    private WorkflowState _state = state;
    private bool _taken;

    public WorkflowId Id { get; } = state.Id;

    public long ExpectedVersion => expectedVersion;

    /// <summary>True when the definition must be written too: the workflow is new, or its definition has changed.</summary>
    public bool WithDefinition { get; private set; } = expectedVersion == 0;

    /// <summary>Only for a new workflow: the key under which the account may send the same request again.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The state to write; from now on it can no longer be replaced. For the store.</summary>
    public WorkflowState Take()
    {
        lock (_lock)
        {
            _taken = true;
            return _state;
        }
    }

    /// <summary>Puts a newer state in place of the held one; false when the store has taken that already.</summary>
    public bool TryReplace(WorkflowState newer)
    {
        lock (_lock)
        {
            if (_taken)
            {
                return false;
            }

            WithDefinition |= !ReferenceEquals(newer.Definition, _state.Definition);
            _state = newer;
            return true;
        }
    }

    /// <summary>The definition has changed since <see cref="ExpectedVersion"/> was saved.</summary>
    public WorkflowWrite DefinitionChanged(bool changed)
    {
        WithDefinition |= changed;
        return this;
    }
}

/// <summary>A caller's idempotency key and a digest of the body it came with.</summary>
public sealed record IdempotencyKey(string Key, string BodyDigest);
