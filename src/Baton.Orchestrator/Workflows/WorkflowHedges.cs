using Baton.Hedging;
using Baton.Jobs;

namespace Baton.Workflows;

/// <summary>
/// The hedging of one workflow's jobs:
/// <list type="number">
/// <item>a claim is given the time that such claims usually take there;</item>
/// <item>when that is over, and the budget has something left, the job may be claimed once more, which is decided and saved like everything else;</item>
/// <item>what was taken from the budget goes back when, on disk, the claim has ended without a second one.</item>
/// </list>
/// </summary>
internal sealed class WorkflowHedges(JobHedging hedging, JobOffers offers, TimeProvider time, IActorHost host)
{
    // By job, the epoch beside which a second claim was allowed here.
    private readonly Dictionary<JobId, int> _allowed = [];
    private DateTimeOffset? _due;

    public WorkflowCommand.Claim Prepare(WorkflowCommand.Claim claim, WorkflowState workflow) =>
        workflow.TryFindJob(claim.Job, out var step, out var index)
        && workflow.Steps[step].Jobs[index] is { Lease: null } job
        && offers.PlanOf(workflow, step, job) is { } plan
            ? claim with { HedgeAfter = hedging.DelayFor(claim.Provider, plan) }
            : claim;

    /// <summary>The worker that holds the job may have taken the offer of the second claim, which is not for it.</summary>
    public void TakenInVain(WorkflowState? workflow, JobId id)
    {
        if (workflow?.TryFindJob(id, out var step, out var index) == true && workflow.Steps[step].Jobs[index].WantsHedge)
        {
            offers.TakenInVain(id);
        }
    }

    /// <summary>The jobs whose second claim is due, that somebody could take and the budget allows.</summary>
    public List<JobId> TakeDue(WorkflowState workflow)
    {
        var now = time.GetUtcNow();
        var due = new List<JobId>();
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            foreach (var job in workflow.Steps[i].Jobs)
            {
                if (job.Lease?.HedgeAt <= now && offers.HasSecond(workflow, i, job) && hedging.Budget.TryTake())
                {
                    _allowed[job.Id] = job.Epoch;
                    due.Add(job.Id);
                }
            }
        }

        return due;
    }

    /// <summary>Learns from what was decided, and asks to be looked at when the next second claim is due.</summary>
    public void Observe(WorkflowState? before, WorkflowState after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        DateTimeOffset? due = null;
        for (var i = 0; i < after.Steps.Length; i++)
        {
            var (was, now) = (before?.Steps[i].Jobs ?? [], after.Steps[i].Jobs);
            for (var j = 0; j < now.Length; j++)
            {
                var job = j < was.Length && was[j].Id == now[j].Id ? was[j] : null;
                if (!ReferenceEquals(job, now[j]) && offers.PlanOf(after, i, now[j]) is { } plan)
                {
                    hedging.Observe(job, now[j], plan, time.GetUtcNow());
                }

                due = now[j].Lease?.HedgeAt is { } at && !(due <= at) ? at : due;
            }
        }

        if (due != _due)
        {
            _due = due;
            host.HedgeAt(due);
        }
    }

    public void Settle(WorkflowState durable)
    {
        foreach (var (id, epoch) in _allowed)
        {
            if (!durable.TryFindJob(id, out var step, out var index) || durable.Steps[step].Jobs[index] is not { } job || job.Epoch > epoch)
            {
                _allowed.Remove(id);
            }
            else if (job.Lease is null)
            {
                _allowed.Remove(id);
                hedging.Budget.GiveBack();
            }
        }
    }

    /// <summary>What was decided is void. What it took from the budget stays taken: others may have seen it.</summary>
    public void Forget() => _allowed.Clear();
}
