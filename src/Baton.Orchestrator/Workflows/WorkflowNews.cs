using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Live;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>
/// Tells everybody outside one workflow what becomes of it: those who wait for it or follow it live, the counts of its account, and the queues of the providers that had its jobs.
/// Each is told of each thing once, however often the workflow is loaded.
/// </summary>
internal sealed class WorkflowNews(WorkflowId id, WorkflowEngine engine, JobOffers offers, WorkflowWaiters waiters)
{
    private StoredWorkflow? _told;
    private bool _isUnfinished;
    private int _queued;

    /// <summary>A workflow begins that nobody knows yet.</summary>
    public void Begun() => _isUnfinished = true;

    /// <summary>The store said what holds.</summary>
    public void Loaded(StoredWorkflow stored)
    {
        _isUnfinished = !stored.State.Status.IsTerminal();
        TellQueued(stored.State, stored.State.CountWaitingJobs());
        if (_told is null)
        {
            _told = stored;
        }
        else
        {
            TellReaders(stored);
        }
    }

    /// <summary>Something was decided that is not on disk yet.</summary>
    public void Decided(WorkflowState? before, WorkflowState after)
    {
        TellClaimsEnded(before, after);
        TellQueued(after, after.CountWaitingJobs());
    }

    /// <summary>What was decided is on disk.</summary>
    public void Saved(StoredWorkflow durable)
    {
        TellReaders(durable);
        if (_isUnfinished && durable.State.Status.IsTerminal())
        {
            _isUnfinished = false;
            engine.Ended(durable.State.Account);
        }
    }

    /// <summary>What was decided is void.</summary>
    public void Lost(WorkflowState? lost)
    {
        _isUnfinished = false;
        if (lost is not null)
        {
            TellQueued(lost, 0);
        }
    }

    private void TellReaders(StoredWorkflow durable)
    {
        waiters.Notify(durable.State);
        if (durable.Version != _told?.Version)
        {
            engine.Changed(new LiveChange(_told?.State, durable.State, durable.Version));
            _told = durable;
        }
    }

    /// <summary>Providers' queues hear of it as soon as it is decided: should the save be lost, they have heard of one failure or success too many.</summary>
    private void TellClaimsEnded(WorkflowState? before, WorkflowState after)
    {
        foreach (var end in before is null ? [] : ClaimEnd.Between(before, after))
        {
            if (offers.PlanOf(after, end.Step, end.Job) is { } plan)
            {
                engine.ClaimEnded(end.Provider, new ClaimResult(end.Worker, end.Job.Id, plan.Type, end.Job.Complexity, end.Outcome, end.Detail, end.Took));
            }
        }
    }

    private void TellQueued(WorkflowState workflow, int jobs)
    {
        if (jobs != _queued)
        {
            _queued = jobs;
            engine.Queued(workflow.Account, id, jobs);
        }
    }
}
