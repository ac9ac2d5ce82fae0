using System.Net.Http.Json;
using Baton.Contracts.Json;
using Baton.Contracts.Operators;

namespace Baton.Client;

public sealed partial class BatonClient
{
    private const string Operator = "/v2/operator";

    /// <summary>Every provider with its state, slots, waiting jobs, rates and pauses. Needs an operator's token, as all of these do.</summary>
    public Task<ProviderStatusList> Providers(CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Operator}/providers"), BatonJson.Default.ProviderStatusList, cancellationToken);

    /// <summary>One provider.</summary>
    public Task<ProviderStatus> Provider(string provider, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Operator}/providers/{Escape(provider)}"), BatonJson.Default.ProviderStatus, cancellationToken);

    /// <summary>Pauses a provider, drains it, or lets it run again.</summary>
    public Task<ProviderStatus> SetProviderMode(string provider, ModeChange change, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Put, $"{Operator}/providers/{Escape(provider)}/mode", Json(change)), BatonJson.Default.ProviderStatus, cancellationToken);

    /// <summary>Every registered worker, or those of one provider.</summary>
    public Task<WorkerStatusList> Workers(string? provider = null, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Operator}/workers{new QueryText().Add("provider", provider)}"), BatonJson.Default.WorkerStatusList, cancellationToken);

    /// <summary>One worker.</summary>
    public Task<WorkerStatus> WorkerStatus(string workerId, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Operator}/workers/{Escape(workerId)}"), BatonJson.Default.WorkerStatus, cancellationToken);

    /// <summary>Pauses a worker, drains it, or lets it run again.</summary>
    public Task<WorkerStatus> SetWorkerMode(string workerId, ModeChange change, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Put, $"{Operator}/workers/{Escape(workerId)}/mode", Json(change)), BatonJson.Default.WorkerStatus, cancellationToken);

    private static JsonContent Json(ModeChange change) => JsonContent.Create(change, BatonJson.Default.ModeChange);
}
