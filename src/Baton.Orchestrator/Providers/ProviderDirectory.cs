using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Client.Workers;
using Baton.Recipes;
using Baton.Schemas;

namespace Baton.Providers;

/// <summary>
/// Which providers run which jobs. The pools of this process are looked at once at start, before anything is decided: a pool whose tool is missing
/// takes only its own step types out. Providers of remote workers come and go.
/// </summary>
internal sealed partial class ProviderDirectory(IEnumerable<HandlerPool> pools, ILogger<ProviderDirectory> logger) : IHostedService
{
    // Begun with the directory, which is made before the grain runtime is: tools take about as long to answer as that does to be put together.
    private readonly Task<CheckedPool[]> _checks = Task.Run(() => Task.WhenAll(pools.Select(async pool => new CheckedPool(pool, await pool.Check(CancellationToken.None)))));
    private readonly Lock _changing = new();
    private ImmutableDictionary<ProviderId, ImmutableArray<Capability>> _providers = ImmutableDictionary<ProviderId, ImmutableArray<Capability>>.Empty;
    private ImmutableHashSet<ProviderId> _draining = [];
    private FrozenDictionary<string, string> _missing = FrozenDictionary<string, string>.Empty;
    private volatile FrozenDictionary<string, StepTypeProviders> _byType = FrozenDictionary<string, StepTypeProviders>.Empty;

    /// <summary>Every pool of this process with what its check found.</summary>
    public ImmutableArray<CheckedPool> Pools { get; private set; } = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var checks = await _checks.WaitAsync(cancellationToken);
        Pools = [.. checks];
        _missing = checks
            .Where(pool => !pool.Tool.Present)
            .SelectMany(pool => pool.Pool.Handlers.Select(handler => (handler.Type, pool.Tool.Words)))
            .DistinctBy(entry => entry.Type)
            .ToFrozenDictionary(entry => entry.Type, entry => entry.Words, StringComparer.Ordinal);
        foreach (var pool in checks.Where(pool => pool.Tool.Present))
        {
            Add(new ProviderId(pool.Pool.Name), [.. pool.Pool.Handlers.Select(handler => new Capability(handler.Type, handler.Accepts is { } accepts ? StrictSchema.Parse(accepts) : null))]);
        }

        foreach (var pool in checks.Where(pool => !pool.Tool.Present))
        {
            LogToolMissing(logger, pool.Pool.Name, pool.Tool.Words);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Registers a provider, or changes what it can do.</summary>
    public void Add(ProviderId provider, ImmutableArray<Capability> capabilities)
    {
        lock (_changing)
        {
            _providers = _providers.SetItem(provider, capabilities);
            _byType = ByType();
        }
    }

    public void Remove(ProviderId provider)
    {
        lock (_changing)
        {
            _providers = _providers.Remove(provider);
            _byType = ByType();
        }
    }

    /// <summary>Takes a provider out for new jobs, since an operator takes it away, or in again.</summary>
    public void SetDraining(ProviderId provider, bool draining)
    {
        lock (_changing)
        {
            _draining = draining ? _draining.Add(provider) : _draining.Remove(provider);
            _byType = ByType();
        }
    }

    /// <summary>Every registered provider with what it can do, those included that are drained.</summary>
    public ImmutableDictionary<ProviderId, ImmutableArray<Capability>> All => _providers;

    /// <summary>True for a pool of this process, whether or not its tool is there.</summary>
    public bool IsInProcess(string name) => Pools.Any(pool => string.Equals(pool.Pool.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The providers that can do this job, in no particular order.</summary>
    public ImmutableArray<ProviderId> ViableFor(JobPlan job) =>
        _byType.TryGetValue(job.Type, out var providers) ? providers.ViableFor(job.Input) : [];

    /// <summary>Every provider of the job's step type, those whose tool is missing included, with what keeps it from doing the job; null when nothing does.</summary>
    public IEnumerable<(ProviderId Provider, string? WhyNot)> VerdictsOn(JobPlan job)
    {
        var registered = _byType.TryGetValue(job.Type, out var providers) ? providers.VerdictsOn(job.Input) : [];
        var missing = Pools
            .Where(pool => !pool.Tool.Present && pool.Pool.Handlers.Any(handler => handler.Type == job.Type))
            .Select(pool => (new ProviderId(pool.Pool.Name), (string?)pool.Tool.Words));
        return registered.Concat(Draining(job.Type).Select(provider => (provider, (string?)"is being drained by an operator and takes no more jobs"))).Concat(missing);
    }

    /// <summary>Why none can, in words for the caller.</summary>
    public string WhyNone(JobPlan job) =>
        ProviderKinds.Words(job.Type, job.Input) is { } kinds ? $"{WhyNoneHere(job)} {kinds}" : WhyNoneHere(job);

    private string WhyNoneHere(JobPlan job)
    {
        if (_byType.TryGetValue(job.Type, out var providers))
        {
            return $"No provider of {job.Type} on this server takes this input. {providers.WhyNone(job.Input)}";
        }

        if (Draining(job.Type).ToList() is [_, ..] draining)
        {
            return $"The providers of {job.Type} on this server are being taken away by an operator and take no more jobs: {string.Join(", ", draining)}.";
        }

        return _missing.TryGetValue(job.Type, out var words)
            ? $"The provider of {job.Type} is out of order on this server. {words}"
            : $"No provider that runs {job.Type} is registered on this server.";
    }

    private IEnumerable<ProviderId> Draining(string type) =>
        _draining.Where(provider => _providers.TryGetValue(provider, out var capabilities) && capabilities.Any(capability => capability.Type == type));

    private FrozenDictionary<string, StepTypeProviders> ByType() => _providers
        .Where(provider => !_draining.Contains(provider.Key))
        .SelectMany(provider => provider.Value.Select(capability => (Provider: provider.Key, Capability: capability)))
        .GroupBy(entry => entry.Capability.Type)
        .ToFrozenDictionary(group => group.Key, group => new StepTypeProviders([.. group]), StringComparer.Ordinal);
}

/// <summary>A pool and what was found of the tool it needs.</summary>
internal sealed record CheckedPool(HandlerPool Pool, ToolCheck Tool);
