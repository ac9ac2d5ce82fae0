using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Core.Tests.Jobs;

/// <summary>Jobs for tests, and those who work on them.</summary>
internal static class AJob
{
    public static readonly ProviderId Slow = new("slow");
    public static readonly ProviderId Fast = new("fast");

    public static JobState Unassigned { get; } = new() { Id = new JobId("job_1_0_0") };

    public static JobState Processing(DateTimeOffset leaseExpiresAt) => Unassigned with
    {
        Status = WorkflowStatus.Processing,
        Epoch = 1,
        Lease = new Lease(Slow, WorkerOf(Slow), Epoch: 1, leaseExpiresAt),
    };

    public static JobState PausedFor(ProviderId provider, DateTimeOffset until) =>
        Unassigned with { Troubles = [new ProviderTrouble { Provider = provider, Failures = 1, PausedUntil = until }] };

    /// <summary>The one worker that each provider has in these tests.</summary>
    public static WorkerId WorkerOf(ProviderId provider) => new($"{provider}-1");
}
