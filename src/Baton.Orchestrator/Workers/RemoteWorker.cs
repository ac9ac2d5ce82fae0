using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Contracts.Workers;
using Baton.Providers;

namespace Baton.Workers;

/// <summary>A registered worker that speaks HTTP. What it registered with is kept in the store; when it was seen and what it holds only here.</summary>
#pragma warning disable CA1001 // A source without a timer or a link holds nothing to dispose of, and those who wait may still hold its token.
internal sealed class RemoteWorker(WorkerId id, AccountId account, WorkerRole role, DateTimeOffset registeredAt, DateTimeOffset seenAt)
#pragma warning restore CA1001
{
    private readonly Lock _changing = new();
    private volatile WorkerRole _role = role;
    private CancellationTokenSource _untilChange = new();
    private long _seenAt = seenAt.UtcTicks;
    private int _waiting;

    public WorkerId Id => id;

    /// <summary>Whose token registered it; nobody else's may speak for it.</summary>
    public AccountId Account => account;

    /// <summary>What it is now.</summary>
    public WorkerRole Role => _role;

    public ProviderId Provider => _role.Provider;

    public WorkerRegistration Registration => _role.Registration;

    public ImmutableArray<Capability> Capabilities => _role.Capabilities;

    /// <summary>What it holds, as far as this process knows.</summary>
    public WorkerSlots Slots { get; } = new(role.Registration.Slots);

    public DateTimeOffset RegisteredAt => registeredAt;

    public DateTimeOffset LastSeenAt => new(Volatile.Read(ref _seenAt), TimeSpan.Zero);

    /// <summary>True while it waits for a job, and so is there.</summary>
    public bool IsWaiting => Volatile.Read(ref _waiting) > 0;

    /// <summary>Canceled when the worker can do something else than now: whoever waits for it waits at the wrong queue then.</summary>
    public CancellationToken UntilChange
    {
        get
        {
            lock (_changing)
            {
                return _untilChange.Token;
            }
        }
    }

    /// <summary>The worker as it asks for jobs now.</summary>
    public WorkerAsking Asking(DateTimeOffset now) => new(id, Registration.Slots, Slots.Free(now), _role.Resources);

    public void Seen(DateTimeOffset at) => Volatile.Write(ref _seenAt, at.UtcTicks);

    public void BeginWait() => Interlocked.Increment(ref _waiting);

    public void EndWait() => Interlocked.Decrement(ref _waiting);

    public void Become(WorkerRole next)
    {
        CancellationTokenSource before;
        lock (_changing)
        {
            _role = next;
            before = _untilChange;
            _untilChange = new CancellationTokenSource();
        }

        Slots.Resize(next.Registration.Slots);
        before.Cancel();
    }
}

/// <summary>What a worker is: whose, and what it can do.</summary>
/// <param name="Provider">Named after the registration's, unless another worker of that name can do other things.</param>
internal sealed record WorkerRole(ProviderId Provider, WorkerRegistration Registration, ImmutableArray<Capability> Capabilities)
{
    public FrozenSet<string> Resources { get; } = (Registration.Resources ?? []).ToFrozenSet(StringComparer.Ordinal);
}
