using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Client.Workers;

namespace Baton.Providers;

/// <summary>
/// Which providers run which step types. The pools' tools are looked for once at start, before anything is decided: a pool whose
/// tool is missing takes only its own step types out.
/// </summary>
internal sealed partial class ProviderDirectory(IEnumerable<HandlerPool> pools, ILogger<ProviderDirectory> logger) : IHostedService
{
    private FrozenDictionary<string, ImmutableArray<ProviderId>> _providers = FrozenDictionary<string, ImmutableArray<ProviderId>>.Empty;
    private FrozenDictionary<string, string> _missing = FrozenDictionary<string, string>.Empty;

    /// <summary>Every pool with what its check found.</summary>
    public ImmutableArray<CheckedPool> Pools { get; private set; } = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(pools.Select(async pool => new CheckedPool(pool, await pool.Check(cancellationToken))));
        Pools = [.. checks];
        _providers = checks
            .Where(pool => pool.Tool.Present)
            .SelectMany(pool => pool.Pool.Handlers.Select(handler => (handler.Type, Provider: new ProviderId(pool.Pool.Name))))
            .GroupBy(entry => entry.Type)
            .ToFrozenDictionary(group => group.Key, group => group.Select(entry => entry.Provider).ToImmutableArray(), StringComparer.Ordinal);
        _missing = checks
            .Where(pool => !pool.Tool.Present)
            .SelectMany(pool => pool.Pool.Handlers.Select(handler => (handler.Type, pool.Tool.Words)))
            .DistinctBy(entry => entry.Type)
            .ToFrozenDictionary(entry => entry.Type, entry => entry.Words, StringComparer.Ordinal);
        foreach (var pool in checks.Where(pool => !pool.Tool.Present))
        {
            LogToolMissing(logger, pool.Pool.Name, pool.Tool.Words);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The providers that run this step type, in no particular order.</summary>
    public ImmutableArray<ProviderId> For(string stepType) => _providers.GetValueOrDefault(stepType, []);

    /// <summary>Why none does, in words for the caller.</summary>
    public string WhyNone(string stepType) =>
        _missing.TryGetValue(stepType, out var words)
            ? $"The provider of {stepType} is out of order on this server. {words}"
            : $"No provider that runs {stepType} is registered on this server.";
}

/// <summary>A pool and what was found of the tool it needs.</summary>
internal sealed record CheckedPool(HandlerPool Pool, ToolCheck Tool);
