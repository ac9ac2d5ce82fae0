using Baton.Contracts.Workers;

namespace Baton.Workers;

/// <summary>A worker as it sees itself.</summary>
internal static class WorkerView
{
    /// <summary>So many heartbeats fit into a lease that one or two may get lost.</summary>
    private const int HeartbeatsPerLease = 3;

    public static Worker Of(RemoteWorker worker, WorkerOptions options) => new()
    {
        Id = worker.Id.Value,
        Provider = worker.Provider.Value,
        Name = worker.Registration.Name,
        Capabilities = worker.Registration.Capabilities,
        Slots = worker.Registration.Slots,
        Resources = worker.Registration.Resources ?? [],
        RegisteredAt = worker.RegisteredAt,
        LastSeenAt = worker.LastSeenAt,
        LeaseSeconds = options.LeaseDuration.TotalSeconds,
        HeartbeatSeconds = options.LeaseDuration.TotalSeconds / HeartbeatsPerLease,
    };
}
