using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;
using Baton.Steps;
using Baton.Workers;
using Baton.Workflows;

namespace Baton.Explanations;

/// <summary>Gathers what is known of the providers of a workflow's jobs, for the explainer to put in words.</summary>
internal sealed class WorkflowExplanations(
    IStepPlanner planner, ProviderDirectory directory, WorkerRegistry workers, IGrainFactory grains, RecentDurations durations, JobModerators moderators, TimeProvider time)
{
    /// <summary>A workflow may have thousands of jobs that wait for the same; for those beyond this nobody asks the queues.</summary>
    private const int JobsLookedAtMax = 200;

    public async Task<WorkflowExplanation> Explain(WorkflowState workflow)
    {
        var known = new Dictionary<JobId, ImmutableArray<ProviderSnapshot>>();
        foreach (var ofOneStep in Unfinished(workflow).Take(JobsLookedAtMax).GroupBy(unfinished => unfinished.Step))
        {
            // Once a step: planning one with a thousand items is as much work as all of them are.
            var plans = planner.Plan(workflow, ofOneStep.Key).Jobs;
            foreach (var (_, job) in ofOneStep)
            {
                known[job.Id] = plans.ElementAtOrDefault(job.Item) is { } plan ? await LookAt(job, plan) : [];
            }
        }

        return new WorkflowExplainer(workflow, job => known.TryGetValue(job.Id, out var providers) ? providers : null, durations.Of, time.GetUtcNow(), moderators.FailOpen ? null : moderators.First?.Trouble).Explain();
    }

    private static IEnumerable<(int Step, JobState Job)> Unfinished(WorkflowState workflow) =>
        workflow.Steps.SelectMany((step, index) => step.Jobs.Where(job => !job.Status.IsTerminal()).Select(job => (index, job)));

    private async Task<ImmutableArray<ProviderSnapshot>> LookAt(JobState job, JobPlan plan) =>
        [.. await Task.WhenAll(directory.VerdictsOn(plan).Select(verdict => LookAt(verdict.Provider, verdict.WhyNot, job.Id)))];

    private async Task<ProviderSnapshot> LookAt(ProviderId provider, string? whyNot, JobId job)
    {
        if (whyNot is not null)
        {
            return new ProviderSnapshot(provider, whyNot, Slots: 0, FreeSlots: 0, Ahead: null);
        }

        var look = await grains.GetGrain<IProviderQueueGrain>(provider.Value).Look(job);
        var (slots, free) = SlotsOf(provider, look);
        return new ProviderSnapshot(provider, WhyNot: null, slots, free, look.Ahead);
    }

    private (int Slots, int Free) SlotsOf(ProviderId provider, QueueLook look)
    {
        if (directory.Pools.FirstOrDefault(pool => pool.Pool.Name == provider.Value) is { } inside)
        {
            return (inside.Pool.Slots, Math.Min(look.WorkersWaiting, inside.Pool.Slots));
        }

        var there = workers.All.Where(worker => worker.Provider == provider && workers.IsThere(worker)).ToList();
        return (there.Sum(worker => worker.Registration.Slots), there.Sum(worker => worker.Slots.Free(time.GetUtcNow())));
    }
}
