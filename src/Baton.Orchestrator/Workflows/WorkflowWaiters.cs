using Baton.Contracts.Workflows;

namespace Baton.Workflows;

/// <summary>Those who wait for one workflow. A waiter costs an entry and a timer, no thread and no polling.</summary>
internal sealed class WorkflowWaiters(TimeProvider time)
{
    private readonly List<Waiter> _waiters = [];

    public bool IsEmpty => _waiters.Count == 0;

    /// <summary>The workflow as it was when what is waited for came true; null when the time ran out first.</summary>
    public async Task<WorkflowState?> Add(WorkflowState seen, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(seen, until);
        _waiters.Add(waiter);
        try
        {
            // Running out of time is the ordinary end of a wait, so it is a value and not an exception.
            using var timer = time.CreateTimer(static waiting => ((Waiter)waiting!).Done.TrySetResult(null), waiter, atMost, Timeout.InfiniteTimeSpan);
            using var canceled = cancellationToken.UnsafeRegister(static (waiting, token) => ((Waiter)waiting!).Done.TrySetCanceled(token), waiter);
            return await waiter.Done.Task;
        }
        finally
        {
            _waiters.Remove(waiter);
        }
    }

    /// <summary>Lets go those whose wish this state fulfils.</summary>
    public void Notify(WorkflowState durable)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.IsFulfilledBy(durable))
            {
                waiter.Done.TrySetResult(durable);
            }
        }
    }

    private sealed class Waiter(WorkflowState seen, WaitUntil until)
    {
        public TaskCompletionSource<WorkflowState?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFulfilledBy(WorkflowState now) => now.Status.IsTerminal() || (until == WaitUntil.Change && HasChanged(now));

        private bool HasChanged(WorkflowState now) => now.Status != seen.Status || Enumerable.Range(0, now.Steps.Length).Any(step => HasChanged(now, step));

        private bool HasChanged(WorkflowState now, int step) =>
            now.Steps[step].Status != seen.Steps[step].Status
            || !now.Steps[step].Progress.Equals(seen.Steps[step].Progress)
            || !StepChangeBase.Of(seen, step).StillHolds(now, step);
    }
}
