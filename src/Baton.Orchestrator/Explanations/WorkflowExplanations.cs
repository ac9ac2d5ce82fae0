using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Explanations;

/// <summary>Gathers what is known of the providers of a workflow's jobs, for the explainer to put in words.</summary>
internal sealed class WorkflowExplanations(
    IStepPlanner planner, ProviderDirectory directory, ProviderSlots slots, ProviderStandings standings, IGrainFactory grains, RecentDurations durations, JobModerators moderators, TimeProvider time)
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
                known[job.Id] = plans.ElementAtOrDefault(job.Item) is { } plan
                    ? await LookAt(new QueueQuestion(job.Id, workflow.Account, workflow.Definition.Steps[ofOneStep.Key].Priority, plan.Type, IsNew: false), plan)
                    : [];
            }
        }

        return new WorkflowExplainer(workflow, job => known.TryGetValue(job.Id, out var providers) ? providers : null, durations.Of, time.GetUtcNow(), moderators.FailOpen ? null : moderators.First?.Trouble).Explain();
    }

    private static IEnumerable<(int Step, JobState Job)> Unfinished(WorkflowState workflow) =>
        workflow.Steps.SelectMany((step, index) => step.Jobs.Where(job => !job.Status.IsTerminal()).Select(job => (index, job)));

    private async Task<ImmutableArray<ProviderSnapshot>> LookAt(QueueQuestion job, JobPlan plan) =>
        [.. await Task.WhenAll(directory.VerdictsOn(plan).Select(verdict => LookAt(verdict.Provider, verdict.WhyNot, job)))];

    private async Task<ProviderSnapshot> LookAt(ProviderId provider, string? whyNot, QueueQuestion question)
    {
        if (whyNot is not null)
        {
            return new ProviderSnapshot(provider, whyNot, Slots: 0, FreeSlots: 0, Ahead: null);
        }

        var look = await grains.GetGrain<IProviderQueueGrain>(provider.Value).Look([question]);
        var (all, free) = slots.Of(provider, look.WorkersWaiting);
        var standing = standings.Of(provider);
        return new ProviderSnapshot(provider, WhyNot: null, all, free, look.Ahead[0])
        {
            Breaker = look.Breaker,
            IsStopped = look.IsStopped,
            Terms = standing.Terms,
            CanBegin = standing.CanBegin,
        };
    }
}
