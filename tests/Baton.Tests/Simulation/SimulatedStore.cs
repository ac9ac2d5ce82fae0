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

    /// <summary>What is to be woken, by when and then by age.</summary>
    private readonly SortedSet<(DateTimeOffset At, int Number)> _wakeUps = [];

    /// <summary>In the order they were created.</summary>
    public List<WorkflowId> Ids { get; } = [];

    /// <summary>How often something was written.</summary>
    public int Commits { get; private set; }

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

        var row = new Row(state, write.ExpectedVersion + 1, before?.Number ?? Ids.Count - 1, WakeUp.At(state));
        _rows[write.Id] = row;
        Commits++;
        Schedule(before, row);
        return new SaveResult.Saved(write.ExpectedVersion + 1);
    }

    /// <summary>A definition that is read is never the instance that was written.</summary>
    public StoredWorkflow? Load(WorkflowId id) => _rows.TryGetValue(id, out var row)
        ? new StoredWorkflow(row.State with { Definition = row.State.Definition with { } }, row.Version)
        : null;

    public IReadOnlyList<WorkflowId> Overdue(DateTimeOffset now) => [.. _wakeUps.TakeWhile(one => one.At <= now).Select(one => Ids[one.Number])];

    public IReadOnlyList<WorkflowId> Unfinished() => [.. Ids.Where(id => !_rows[id].State.Status.IsTerminal())];

    public DateTimeOffset? NextWakeUp() => _wakeUps.Count > 0 ? _wakeUps.Min.At : null;

    public WorkflowId NextToWake() => Ids[_wakeUps.Min.Number];

    public WorkflowId? FindByExternalId(AccountId account, string externalId) =>
        _externalIds.TryGetValue((account, externalId), out var id) ? id : null;

    private void Schedule(Row? before, Row after)
    {
        if (before?.WakeAt is { } was)
        {
            _wakeUps.Remove((was, before.Number));
        }

        if (after.WakeAt is { } at)
        {
            _wakeUps.Add((at, after.Number));
        }
    }

    /// <param name="Number">Counts the workflows as they were created.</param>
    private sealed record Row(WorkflowState State, long Version, int Number, DateTimeOffset? WakeAt);
}
