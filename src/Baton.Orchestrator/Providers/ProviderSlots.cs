using Baton.Workers;

namespace Baton.Providers;

/// <summary>How many jobs a provider can do at a time, and how many of these slots are free.</summary>
internal sealed class ProviderSlots(ProviderDirectory directory, WorkerRegistry workers, TimeProvider time)
{
    /// <param name="workersWaiting">How many of its workers wait for a job in its queue.</param>
    public (int Slots, int Free) Of(ProviderId provider, int workersWaiting)
    {
        if (directory.Pools.FirstOrDefault(pool => pool.Pool.Name == provider.Value) is { } inside)
        {
            return (inside.Pool.Slots, Math.Min(workersWaiting, inside.Pool.Slots));
        }

        var there = workers.All.Where(worker => worker.Provider == provider && workers.IsThere(worker)).ToList();
        return (there.Sum(worker => worker.Registration.Slots), there.Sum(worker => worker.Slots.Free(time.GetUtcNow())));
    }
}
