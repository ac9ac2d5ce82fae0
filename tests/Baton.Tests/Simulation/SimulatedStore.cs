using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>
/// A store in memory that keeps its word and nothing more. Every call waits as an operation that the world carries out when it likes: first it is
/// applied (or fails, before or after that), some time later its answer arrives. What has been applied survives any crash.
/// </summary>
internal sealed class SimulatedStore(Action<WorkflowState?, WorkflowState> committing)
{
    private readonly Dictionary<WorkflowId, Row> _rows = [];
    private readonly Dictionary<(AccountId, string), WorkflowId> _externalIds = [];
    private readonly List<StoreOperation> _operations = [];

    /// <summary>In the order they were created.</summary>
    public List<WorkflowId> Ids { get; } = [];

    public IReadOnlyList<StoreOperation> Operations => _operations;

    public WorkflowState? Find(WorkflowId id) => _rows.TryGetValue(id, out var row) ? row.State : null;

    /// <summary>Takes an operation one step on.</summary>
    public void Advance(StoreOperation operation, StoreFault fault)
    {
        if (operation.IsApplied)
        {
            _operations.Remove(operation);
            operation.Answer();
        }
        else
        {
            operation.Apply(fault);
        }
    }

    /// <summary>The process is gone: nobody gets its answers, and what had not been applied may still arrive or not.</summary>
    public void Disconnect(object connection, Func<bool> arrives)
    {
        foreach (var operation in _operations.Where(operation => operation.Connection == connection && !operation.IsApplied && arrives()).ToList())
        {
            operation.Apply(StoreFault.None);
        }

        _operations.RemoveAll(operation => operation.Connection == connection);
    }

    public Task<T> Ask<T>(object connection, Func<T> apply)
    {
        var operation = new StoreOperation<T>(connection, apply);
        _operations.Add(operation);
        return operation.Answered;
    }

    public SaveResult Commit(WorkflowWrite write)
    {
        var state = write.Take();
        var before = _rows.GetValueOrDefault(write.Id);
        if (write.ExpectedVersion != (before?.Version ?? 0))
        {
            return new SaveResult.Conflict();
        }

        if (before is null && state.Definition.ExternalId is { } externalId && !_externalIds.TryAdd((state.Account, externalId), state.Id))
        {
            return new SaveResult.Duplicate(_externalIds[(state.Account, externalId)], SameBody: true);
        }

        if (!write.WithDefinition && before!.State.Definition != state.Definition)
        {
            throw new BrokenInvariantException("Durable: a changed definition was not written.");
        }

        committing(before?.State, state);
        if (before is null)
        {
            Ids.Add(state.Id);
        }

        _rows[write.Id] = new Row(state, write.ExpectedVersion + 1, WakeUp.At(state));
        return new SaveResult.Saved(write.ExpectedVersion + 1);
    }

    /// <summary>A definition that is read is never the instance that was written.</summary>
    public StoredWorkflow? Load(WorkflowId id) => _rows.TryGetValue(id, out var row)
        ? new StoredWorkflow(row.State with { Definition = row.State.Definition with { } }, row.Version)
        : null;

    public IReadOnlyList<WorkflowId> Overdue(DateTimeOffset now) =>
        [.. Ids.Where(id => _rows[id].WakeAt <= now).OrderBy(id => _rows[id].WakeAt)];

    public IReadOnlyList<WorkflowId> Unfinished() => [.. Ids.Where(id => !_rows[id].State.Status.IsTerminal())];

    public DateTimeOffset? NextWakeUp() => Ids.Min(id => _rows[id].WakeAt);

    public WorkflowId NextToWake() => Ids.Where(id => _rows[id].WakeAt is not null).MinBy(id => _rows[id].WakeAt);

    public WorkflowId? FindByExternalId(AccountId account, string externalId) =>
        _externalIds.TryGetValue((account, externalId), out var id) ? id : null;

    private sealed record Row(WorkflowState State, long Version, DateTimeOffset? WakeAt);
}
