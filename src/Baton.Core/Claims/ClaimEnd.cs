using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Claims;

/// <summary>A claim that has ended, and how.</summary>
/// <param name="Step">The index of the job's step.</param>
/// <param name="Took">From the claim to its end; null when nobody knows when it began.</param>
public sealed record ClaimEnd(ProviderId Provider, WorkerId Worker, int Step, JobState Job, AttemptOutcome Outcome, string? Detail, TimeSpan? Took)
{
    /// <summary>The claims that ended between two states of a workflow, the second of which follows from the first.</summary>
    public static ImmutableArray<ClaimEnd> Between(WorkflowState before, WorkflowState after)
    {
        if (before.Steps == after.Steps)
        {
            return [];
        }

        var ends = ImmutableArray.CreateBuilder<ClaimEnd>();
        for (var step = 0; step < before.Steps.Length; step++)
        {
            var (were, are) = (before.Steps[step].Jobs, after.Steps[step].Jobs);
            for (var i = 0; were != are && i < Math.Min(were.Length, are.Length); i++)
            {
                var now = are[i];
                foreach (var lease in were[i].LiveClaims().Where(lease => now.Lease?.Epoch != lease.Epoch && now.Hedge?.Epoch != lease.Epoch))
                {
                    ends.Add(Of(lease, step, are[i]));
                }
            }
        }

        return ends.ToImmutable();
    }

    private static ClaimEnd Of(Lease lease, int step, JobState job)
    {
        if (job.DoneBy is not null && (job.ReportedUnder ?? job.Epoch) == lease.Epoch)
        {
            return new ClaimEnd(lease.Provider, lease.Worker, step, job, AttemptOutcome.Succeeded, null, job.CompletedAt - lease.ClaimedAt);
        }

        var attempt = job.Attempts?.LastOrDefault(attempt => attempt.Epoch == lease.Epoch);
        return new ClaimEnd(lease.Provider, lease.Worker, step, job, attempt?.Outcome ?? AttemptOutcome.Lost, attempt?.Detail, attempt?.EndedAt - lease.ClaimedAt);
    }
}
