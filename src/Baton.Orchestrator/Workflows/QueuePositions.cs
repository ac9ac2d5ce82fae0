using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>
/// Where the waiting jobs of an answer stand: of the queues that a job is in, the one where it is likely to begin first. Each provider is asked once an answer, whatever
/// number of jobs there are.
/// </summary>
internal sealed class QueuePositions(IStepPlanner planner, ProviderDirectory directory, ProviderSlots slots, ProviderStandings standings, IGrainFactory grains, TimeProvider time)
{
    /// <summary>A position is worked out for so many jobs of an answer; those after them have none.</summary>
    private const int JobsMax = 100;

    public static readonly IReadOnlyDictionary<JobId, WorkflowStepJobQueuePosition> None = FrozenDictionary<JobId, WorkflowStepJobQueuePosition>.Empty;

    /// <param name="isPreview">True for workflows that are not submitted: where their jobs would stand.</param>
    public async Task<IReadOnlyDictionary<JobId, WorkflowStepJobQueuePosition>> Of(IEnumerable<WorkflowState> workflows, bool isPreview)
    {
        var waiting = workflows.Where(workflow => !workflow.Status.IsTerminal()).SelectMany(workflow => Waiting(workflow, isPreview)).Take(JobsMax).ToList();
        if (waiting.Count == 0)
        {
            return None;
        }

        var looks = await Look(waiting);
        var now = time.GetUtcNow();
        return waiting.ToDictionary(job => job.Question.Job, job => PositionOf(job, looks, now));
    }

    private IEnumerable<WaitingJob> Waiting(WorkflowState workflow, bool isPreview)
    {
        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            var jobs = workflow.Steps[i].Jobs.Where(job => job.Status == WorkflowStatus.Unassigned).ToList();
            var plans = jobs.Count == 0 ? [] : planner.Plan(workflow, i).Jobs;
            foreach (var job in jobs)
            {
                if (plans.ElementAtOrDefault(job.Item) is { } plan)
                {
                    yield return new WaitingJob(new QueueQuestion(job.Id, workflow.Account, workflow.Definition.Steps[i].Priority, plan.Type, isPreview), job.Complexity, ViableFor(job, workflow.Steps[i].ReadyAt!.Value, plan));
                }
            }
        }
    }

    /// <summary>Those in whose queues it stands, or would stand: not those that are held back from it yet.</summary>
    private ImmutableArray<ProviderId> ViableFor(JobState job, DateTimeOffset readyAt, JobPlan plan)
    {
        var viable = directory.ViableFor(plan);
        var heldBack = SpillOver.HeldBackFrom(job, readyAt, standings.Of(viable), time.GetUtcNow());
        return viable.RemoveAll(provider => job.TroubleWith(provider) is { Exhausted: true } || heldBack.Any(held => held.Provider == provider));
    }

    private async Task<Dictionary<(ProviderId, JobId), QueueEstimate>> Look(IReadOnlyList<WaitingJob> waiting)
    {
        var estimates = new Dictionary<(ProviderId, JobId), QueueEstimate>();
        var asked = waiting.SelectMany(job => job.Providers.Select(provider => (provider, job))).GroupBy(pair => pair.provider, pair => pair.job);
        var looks = await Task.WhenAll(asked.Select(async asking => (
            Provider: asking.Key, Jobs: asking.ToList(), Look: await grains.GetGrain<IProviderQueueGrain>(asking.Key.Value).Look([.. asking.Select(job => job.Question)]))));
        foreach (var (provider, jobs, look) in looks)
        {
            var (all, free) = slots.Of(provider, look.WorkersWaiting);
            for (var i = 0; i < jobs.Count; i++)
            {
                TimeSpan? own = look.Throughputs[i] is { } perSecond ? TimeSpan.FromSeconds(jobs[i].Complexity / perSecond) : null;
                estimates[(provider, jobs[i].Question.Job)] = new QueueEstimate(look.Ahead[i], all, free, look.IsStopped ? DateTimeOffset.MaxValue : look.Breaker.PausedUntil, look.UsualDuration, own);
            }
        }

        return estimates;
    }

    private static WorkflowStepJobQueuePosition PositionOf(WaitingJob job, Dictionary<(ProviderId, JobId), QueueEstimate> looks, DateTimeOffset now) =>
        QueueEstimate.Best(job.Providers.Select(provider => looks[(provider, job.Question.Job)]), now)?.ToPosition(now)
            ?? new WorkflowStepJobQueuePosition { Support = JobSupport.Unsupported };

    private sealed record WaitingJob(QueueQuestion Question, double Complexity, ImmutableArray<ProviderId> Providers);
}
