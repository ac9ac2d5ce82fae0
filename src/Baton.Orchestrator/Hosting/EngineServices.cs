using System.Net;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Explanations;
using Baton.Hedging;
using Baton.Jobs;
using Baton.Live;
using Baton.Moderation;
using Baton.Offers;
using Baton.Operators;
using Baton.Providers;
using Baton.Recipes;
using Baton.Steps;
using Baton.Storage;
using Baton.Tiers;
using Baton.Workers;
using Baton.Workflows;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Baton.Hosting;

/// <summary>The engine: rules, grains, offers and in-process workers.</summary>
public static class EngineServices
{
    /// <summary>A server needs a moment before it hears its first heartbeat, however short the leases are.</summary>
    private static readonly TimeSpan LeaseGraceMin = TimeSpan.FromSeconds(10);

    /// <summary>One process with everything in it. Storage, blobs and handler pools are registered apart.</summary>
    public static IHostApplicationBuilder AddEngine(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<WakeUpOptions, WakeUpOptionsValidator>().BindConfiguration(WakeUpOptions.Section);
        services.AddOptionsWithValidateOnStart<InProcessWorkerOptions, InProcessWorkerOptionsValidator>().BindConfiguration(InProcessWorkerOptions.Section);
        services.AddOptionsWithValidateOnStart<PauseOptions, PauseOptionsValidator>().BindConfiguration(PauseOptions.Section);

        services.TryAddSingleton(new RecipeCatalogue(StandardRecipes.All));
        services.AddSingleton<IStepPlanner, StepPlanner>();
        services.AddSingleton(new RetrySchedule());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PauseOptions>>().Value.ToSchedule());
        services.AddSingleton<WorkflowMachine>();
        services.AddSingleton(provider => new ProcessInstance(Ulid.NewUlid(provider.GetRequiredService<TimeProvider>().GetUtcNow()).ToString()));
        services.AddSingleton<IOffers, ProviderOffers>();
        services.AddCallbacks();
        services.AddLive();
        services.AddModeration();
        services.AddHedging();
        services.AddSingleton(Engine);
        services.AddSingleton<IWorkflows, WorkflowService>();

        // Hosted services start in this order: what can be run is known before anything is decided, and the grains are there before they are called.
        services.AddSingleton<ProviderDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<ProviderDirectory>());
        services.AddWorkers();
        services.AddSingleton<AccountUsage>();
        services.AddHostedService(provider => provider.GetRequiredService<AccountUsage>());
        services.AddSingleton<RecentDurations>();
        services.AddSingleton<RecordedThroughput>();
        services.AddSingleton<ProviderSlots>();
        services.AddSingleton<ProviderTermsTable>();
        services.AddSingleton<ProviderStandings>();
        services.AddSingleton<ProviderMetrics>();
        services.AddOperators();
        services.AddSingleton<WorkflowExplanations>();
        services.AddSingleton<WorkerRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerRegistry>());
        services.AddHostedService(provider => provider.GetRequiredService<OperatorModes>());
        builder.UseOrleans(AddSilo);
        services.AddSingleton<WakeUpSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<WakeUpSweeper>());
        services.AddHostedService<PreferenceWatch>();
        services.AddHostedService<InProcessWorkers>();
        return builder;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static WorkflowEngine Engine(IServiceProvider provider) => new(
        provider.GetRequiredService<WorkflowMachine>(),
        provider.GetRequiredService<IStepPlanner>(),
        provider.GetRequiredService<RecipeCatalogue>(),
        provider.GetRequiredService<IWorkflowStore>(),
        provider.GetRequiredService<IOffers>(),
        provider.GetRequiredService<ICallbacks>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<TimeProvider>().GetUtcNow() + Longer(LeaseGraceMin, provider.GetRequiredService<IOptions<WorkerOptions>>().Value.LeaseDuration),
        provider.GetRequiredService<AccountUsage>().End,
        provider.GetRequiredService<AccountUsage>().SetQueued,
        [provider.GetRequiredService<ProcessInstance>().Id])
    {
        Changed = provider.GetRequiredService<LiveUpdates>().Tell,
        ClaimEnded = ClaimEnded(provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<RecordedThroughput>()),
        Moderator = provider.GetRequiredService<JobModerators>().First,
        ModerationFailsOpen = provider.GetRequiredService<JobModerators>().FailOpen,
        Hedging = provider.GetRequiredService<AllowedHedging>().Hedging,
    };

    private static Action<ProviderId, ClaimResult> ClaimEnded(IGrainFactory grains, RecordedThroughput throughput) => (provider, result) =>
    {
        grains.GetGrain<IProviderQueueGrain>(provider.Value).Note(result).Ignore();
        if (result is { Outcome: AttemptOutcome.Succeeded, Took: { } took })
        {
            throughput.Add(provider, result.Type, result.Complexity, took);
        }
    };

    private static void AddSilo(ISiloBuilder silo)
    {
        // A gateway is for clients in other processes, of which there are none; silos of one machine must not share a port.
        silo.UseLocalhostClustering(siloPort: FreePort.OnLoopback(), gatewayPort: 0);
        silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
        // It remembers where a million grains were by default, which is memory that grows with what has finished (invariant Bounded).
        silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 10_000);
        // A workflow that has ended leaves memory after every call; one that is called much at that moment is looked for more often than twice.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxForwardCount = 50);

        // A worker that stops waiting must still get the offer that was handed to it in that moment, or the job would be lost to everybody.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.WaitForCancellationAcknowledgement = true);
        silo.Services.AddSingleton<IGeneralizedCopier, ImmutableCopier>();
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(ImmutableCopier.IsOurs));
    }
}
