using System.Collections.Immutable;
using Baton.Contracts.Operators;
using Baton.Offers;
using Baton.Providers;
using Baton.Workers;

namespace Baton.Operators;

/// <summary>Gathers what operators see of providers and workers.</summary>
internal sealed class OperatorView(ProviderDirectory directory, WorkerRegistry workers, ProviderSlots slots, ProviderTermsTable terms, OperatorModes modes, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Those that are registered, those whose tool is missing, and those that an operator has decided something for, by name.</summary>
    public async Task<IReadOnlyList<ProviderStatus>> Providers() =>
        await Task.WhenAll(Known().OrderBy(provider => provider.Value, StringComparer.Ordinal).Select(Describe));

    /// <summary>Null when it is not known.</summary>
    public async Task<ProviderStatus?> Find(ProviderId provider) => Known().Contains(provider) ? await Describe(provider) : null;

    /// <summary>Those that are registered, by provider and id; all, or those of one provider.</summary>
    public async Task<IReadOnlyList<WorkerStatus>> Workers(string? provider)
    {
        var shown = workers.All.Where(worker => provider is null || worker.Provider.Value == provider).GroupBy(worker => worker.Provider);
        var described = await Task.WhenAll(shown.Select(async group => Describe(group, await FiguresOf(group.Key))));
        return [.. described.SelectMany(group => group).OrderBy(worker => worker.Provider, StringComparer.Ordinal).ThenBy(worker => worker.Id, StringComparer.Ordinal)];
    }

    /// <summary>Null when it is not registered.</summary>
    public async Task<WorkerStatus?> Find(WorkerId id) =>
        workers.All.FirstOrDefault(worker => worker.Id == id) is { } found ? Describe([found], await FiguresOf(found.Provider)).Single() : null;

    private HashSet<ProviderId> Known() => [.. directory.All.Keys, .. directory.Pools.Select(pool => new ProviderId(pool.Pool.Name)), .. modes.Providers.Keys];

    private Task<QueueFigures> FiguresOf(ProviderId provider) => grains.GetGrain<IProviderQueueGrain>(provider.Value).Figures();

    private async Task<ProviderStatus> Describe(ProviderId provider)
    {
        var figures = await FiguresOf(provider);
        var inside = directory.Pools.FirstOrDefault(pool => pool.Pool.Name == provider.Value);
        var (all, free) = inside is { Tool.Present: false } ? (0, 0) : slots.Of(provider, figures.WorkersWaiting);
        var (state, why) = StateOf(modes.Of(provider), figures.Breaker, holdsJobs: all > free, isThere: all > 0, missing: inside is { Tool.Present: false } ? inside.Tool.Words : null);
        return new ProviderStatus
        {
            Provider = provider.Value,
            InProcess = inside is not null,
            State = state,
            Why = why,
            Pause = PauseOf(modes.Of(provider), figures.Breaker),
            Types = TypesOf(provider, inside),
            Workers = inside is null ? workers.All.Count(worker => worker.Provider == provider) : 1,
            Slots = all,
            FreeSlots = free,
            WaitingJobs = figures.Waiting,
            LastMinute = new ClaimRates(figures.Succeeded, figures.Failed),
            UsualSeconds = figures.UsualDuration is { } usual ? Math.Round(usual.TotalSeconds, 3) : null,
            Preference = terms.Of(provider).Preference,
            SpillAfterSeconds = Known().Any(other => terms.Of(other).Preference > terms.Of(provider).Preference) ? terms.Of(provider).SpillAfter.TotalSeconds : null,
            Price = PricesOf(terms.Of(provider).Price),
        };
    }

    private static ProviderPrices? PricesOf(ProviderPrice? price) => price is null ? null : new ProviderPrices
    {
        PerJob = price.PerJob,
        PerSecond = price.PerSecond,
        PerMillionInputTokens = price.PerMillionInputTokens,
        PerMillionOutputTokens = price.PerMillionOutputTokens,
    };

    private IReadOnlyList<string> TypesOf(ProviderId provider, CheckedPool? inside) => inside is not null
        ? [.. inside.Pool.Handlers.Select(handler => handler.Type)]
        : [.. directory.All.GetValueOrDefault(provider, ImmutableArray<Capability>.Empty).Select(capability => capability.Type).Distinct()];

    private IEnumerable<WorkerStatus> Describe(IEnumerable<RemoteWorker> those, QueueFigures figures)
    {
        var byId = figures.Workers.ToDictionary(worker => worker.Worker);
        return those.Select(worker => Describe(worker, byId.GetValueOrDefault(worker.Id) ?? new WorkerFigures(worker.Id, Breaker.Closed, 0, 0)));
    }

    private WorkerStatus Describe(RemoteWorker worker, WorkerFigures figures)
    {
        var held = worker.Slots.Held();
        var (state, why) = StateOf(modes.Of(worker.Id), figures.Breaker, holdsJobs: held.Count > 0, workers.IsThere(worker), missing: null);
        return new WorkerStatus
        {
            Id = worker.Id.Value,
            Provider = worker.Provider.Value,
            Name = worker.Registration.Name,
            Account = worker.Account.Value,
            State = state,
            Why = why,
            Pause = PauseOf(modes.Of(worker.Id), figures.Breaker),
            Slots = worker.Registration.Slots,
            Jobs = [.. held.Select(job => job.Job.Value).Order(StringComparer.Ordinal)],
            LastMinute = new ClaimRates(figures.Succeeded, figures.Failed),
            Resources = worker.Registration.Resources?.Count ?? 0,
            RegisteredAt = worker.RegisteredAt,
            LastSeenAt = worker.LastSeenAt,
        };
    }

    private (WorkState State, string? Why) StateOf(OperatorDecision? decision, Breaker breaker, bool holdsJobs, bool isThere, string? missing) => decision switch
    {
        { Mode: OperatorMode.Paused } => (WorkState.Paused, "An operator paused it; jobs wait for it."),
        { Mode: OperatorMode.Draining } when holdsJobs => (WorkState.Draining, "An operator drains it; what it has goes on."),
        { Mode: OperatorMode.Draining } => (WorkState.Drained, "An operator drained it; it has no jobs any more."),
        _ when missing is not null => (WorkState.OutOfOrder, missing),
        _ when breaker.IsPaused(time.GetUtcNow()) => (WorkState.Failing, $"It failed {breaker.Failures} times in a row and is left alone for a while."),
        _ when breaker.IsOnTrial => (WorkState.Trial, $"It failed {breaker.Failures} times in a row and gets one job after the other until one succeeds."),
        _ when !isThere => (WorkState.Away, "No worker of it was seen lately."),
        _ => (WorkState.Running, null),
    };

    private static PauseStatus? PauseOf(OperatorDecision? decision, Breaker breaker) => decision is not null
        ? new PauseStatus { ByOperator = true, Since = decision.Since, Reason = decision.Reason, By = decision.Account.Value }
        : breaker.IsOnTrial ? new PauseStatus { ByOperator = false, Until = breaker.PausedUntil, Failures = breaker.Failures, Reason = breaker.Reason } : null;
}
