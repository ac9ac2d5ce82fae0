using Baton.Jobs;
using Baton.Providers;

namespace Baton.Claims;

/// <summary>What a claim came to, as its provider's queue hears of it.</summary>
/// <param name="Type">The job's step type.</param>
/// <param name="Complexity">The job's relative complexity.</param>
/// <param name="Took">From the claim to its end; null when nobody knows when it began.</param>
public sealed record ClaimResult(WorkerId Worker, JobId Job, string Type, double Complexity, AttemptOutcome Outcome, string? Detail, TimeSpan? Took);
