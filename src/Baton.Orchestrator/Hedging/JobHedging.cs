using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Hedging;

/// <summary>
/// When a job may be claimed a second time, and how often that may be. Shared by all workflows of a process; there is none while the operator has not allowed it.
/// </summary>
internal sealed class JobHedging(HedgingOptions options, RecipeCatalogue recipes, HedgeBudget budget, HedgingMetrics? metrics = null)
{
    private readonly ProviderTimes _times = new(options.SamplesMin);

    public HedgeBudget Budget => budget;

    /// <summary>How long a claim of this job by this provider is left alone; null when it is not to be hedged, or nothing is known of the like yet.</summary>
    public TimeSpan? DelayFor(ProviderId provider, JobPlan plan) =>
        MayHedge(plan) && _times.UsualFor(provider, JobLikeness.Of(plan)) is { } usual
            ? usual > options.DelayMin ? usual : options.DelayMin
            : null;

    /// <summary>
    /// Learns from what became of a job. One that was overtaken counts with the time it had taken by then: left out, the slow would not be seen, and ever more would seem slow.
    /// </summary>
    public void Observe(JobState? before, JobState after, JobPlan plan, DateTimeOffset now)
    {
        if (!MayHedge(plan))
        {
            return;
        }

        if (after.Epoch > (before?.Epoch ?? 0))
        {
            CountClaim(after, plan);
        }

        var likeness = JobLikeness.Of(plan);
        foreach (var ended in before?.LiveClaims().Where(lease => after.LiveClaims().All(live => live.Epoch != lease.Epoch)) ?? [])
        {
            var won = after.Status == WorkflowStatus.Succeeded && (after.ReportedUnder ?? after.Epoch) == ended.Epoch;
            if (ended.ClaimedAt is { } claimedAt && (won || WasOvertaken(after, ended)))
            {
                _times.Add(ended.Provider, likeness, now - claimedAt);
            }

            CountEnd(ended, won, plan);
        }
    }

    private bool MayHedge(JobPlan plan) =>
        recipes.Find(plan.Type)?.IsHedgeable == true && (options.StepTypes.Count == 0 || options.StepTypes.Contains(plan.Type));

    private void CountClaim(JobState after, JobPlan plan)
    {
        if (after.Epoch == 1)
        {
            budget.CountJob();
        }

        if (after.Hedge is not null)
        {
            metrics?.Started(plan.Type);
        }
    }

    private void CountEnd(Lease ended, bool won, JobPlan plan)
    {
        if (ended.IsSecond && won)
        {
            metrics?.Won(plan.Type);
        }
        else if (ended.IsSecond)
        {
            metrics?.Wasted(plan.Type);
        }
    }

    private static bool WasOvertaken(JobState job, Lease lease) =>
        job.Attempts?.Any(attempt => attempt.Epoch == lease.Epoch && attempt.Outcome == AttemptOutcome.Overtaken) == true;
}
