using Baton.Storage;

namespace Baton.Workflows;

/// <summary>
/// Saves one workflow behind its decisions, one write at a time. States that come while a write waits to be taken replace what it
/// holds; those that come later wait for the next one. The returned tasks end when the state they were given, or a later one, is on disk.
/// </summary>
/// <param name="saved">Called with the state that has just become durable.</param>
/// <param name="lost">Called when a write did not happen; what was decided since the last durable state is void.</param>
internal sealed class SaveBehind(IWorkflowStore store, Action<WorkflowState> saved, Action<SaveResult> lost)
{
    private WorkflowWrite? _write;
    private Task<SaveResult> _writing = Task.FromResult<SaveResult>(new SaveResult.Saved(0));
    private WorkflowState? _pending;
    private TaskCompletionSource<SaveResult>? _pendingDone;

    /// <summary>The state as last saved.</summary>
    public WorkflowState? Durable { get; private set; }

    /// <summary>The version that it has in the store.</summary>
    public long Version { get; private set; }

    /// <summary>Ends when everything saved so far is on disk.</summary>
    public Task<SaveResult> OnDisk => _pendingDone?.Task ?? _writing;

    public bool IsIdle => _write is null && _pendingDone is null;

    /// <summary>Goes on from what the store holds; null for a workflow that is new to it.</summary>
    public void ContinueFrom(StoredWorkflow? stored)
    {
        Durable = stored?.State;
        Version = stored?.Version ?? 0;
        _writing = Task.FromResult<SaveResult>(new SaveResult.Saved(Version));
    }

    public Task<SaveResult> Save(WorkflowState state, IdempotencyKey? key = null)
    {
        if (_write is null)
        {
            return _writing = Write(state, key);
        }

        if (_pendingDone is null && _write.TryReplace(state))
        {
            return _writing;
        }

        _pending = state;
        _pendingDone ??= new TaskCompletionSource<SaveResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _pendingDone.Task;
    }

    private async Task<SaveResult> Write(WorkflowState state, IdempotencyKey? key)
    {
        var write = new WorkflowWrite(state, Version) { IdempotencyKey = key };
        write.DefinitionChanged(!ReferenceEquals(state.Definition, Durable?.Definition));
        _write = write;
        var result = await Attempt(write);
        _write = null;

        if (result is SaveResult.Saved { Version: var version })
        {
            var durable = write.Take();
            (Version, Durable) = (version, durable);
            WritePending();
            saved(durable);
        }
        else
        {
            Abort(result);
        }

        return result;
    }

    private async Task<SaveResult> Attempt(WorkflowWrite write)
    {
        try
        {
            return await store.Save(write);
        }
        catch (StoreUnavailableException unavailable)
        {
            return new SaveResult.Unavailable(unavailable);
        }
#pragma warning disable CA1031 // Whatever goes wrong must void the decision; left alone, all that waits behind this write would wait for ever.
        catch (Exception fault)
        {
            return new SaveResult.Unavailable(new StoreUnavailableException("The store failed in a way it should not.", fault));
        }
#pragma warning restore CA1031
    }

    private void WritePending()
    {
        if (_pendingDone is not { } done)
        {
            return;
        }

        var state = _pending!;
        (_pending, _pendingDone) = (null, null);
        _writing = Write(state, key: null);
        _writing.ContinueWith(
            static (written, done) => ((TaskCompletionSource<SaveResult>)done!).SetResult(written.Result),
            done,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Abort(SaveResult result)
    {
        var done = _pendingDone;
        (_pending, _pendingDone) = (null, null);
        Durable = null;
        lost(result);
        done?.SetResult(result);
    }
}
