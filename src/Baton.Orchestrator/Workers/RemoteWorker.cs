using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Contracts.Workers;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Workers;

/// <summary>A registered worker that speaks HTTP. What it registered with is kept in the store; when it was seen and what it holds only here.</summary>
internal sealed class RemoteWorker(
    WorkerId id, AccountId account, ProviderId provider, WorkerRegistration registration, ImmutableArray<Capability> capabilities, DateTimeOffset registeredAt, DateTimeOffset seenAt)
{
    private readonly ConcurrentDictionary<JobId, int> _held = new();
    private long _seenAt = seenAt.UtcTicks;
    private readonly FrozenSet<string> _resources = (registration.Resources ?? []).ToFrozenSet(StringComparer.Ordinal);
    private int _waiting;

    public WorkerId Id => id;

    /// <summary>Whose token registered it; nobody else's may speak for it.</summary>
    public AccountId Account => account;

    public ProviderId Provider => provider;

    public WorkerRegistration Registration => registration;

    public ImmutableArray<Capability> Capabilities => capabilities;

    public DateTimeOffset RegisteredAt => registeredAt;

    public DateTimeOffset LastSeenAt => new(Volatile.Read(ref _seenAt), TimeSpan.Zero);

    /// <summary>True while it waits for a job, and so is there.</summary>
    public bool IsWaiting => Volatile.Read(ref _waiting) > 0;

    /// <summary>The jobs it holds, as far as this process knows.</summary>
    public IReadOnlyDictionary<JobId, int> Held => _held;

    public int FreeSlots => Math.Max(0, registration.Slots - _held.Count);

    /// <summary>The worker as it asks for jobs now.</summary>
    public WorkerAsking Asking() => new(id, registration.Slots, FreeSlots, _resources);

    public void Seen(DateTimeOffset at) => Volatile.Write(ref _seenAt, at.UtcTicks);

    public void BeginWait() => Interlocked.Increment(ref _waiting);

    public void EndWait() => Interlocked.Decrement(ref _waiting);

    public void Hold(JobId job, int epoch) => _held[job] = epoch;

    public void Release(JobId job) => _held.TryRemove(job, out _);
}
