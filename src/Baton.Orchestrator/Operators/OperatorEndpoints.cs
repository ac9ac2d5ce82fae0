using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Operators;
using Baton.Problems;
using Baton.Providers;
using Baton.Requests;
using Baton.Workers;

namespace Baton.Operators;

/// <summary>What operators see and decide: who works on what, how fast and how well, and who gets no jobs for now.</summary>
internal static class OperatorEndpoints
{
    private static readonly QueryParameter<string?> OfProvider = QueryParameter.Text("provider", "Only workers of this provider.", 200);

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        var operators = routes.MapGroup("/v2/operator").WithTags("Operators").RequireAuthorization(TokenRoles.OperatorPolicy);

        operators.MapGet("/providers", Providers).WithName("ListProviders").Produces<ProviderStatusList>().Refuses()
            .WithSummary("Lists providers with their state, slots, waiting jobs, rates and pauses.");
        operators.MapGet("/providers/{provider}", GetProvider).WithName("GetProvider").Produces<ProviderStatus>().Refuses(Problem.ProviderNotFound)
            .WithSummary("Reads one provider.");
        operators.MapPut("/providers/{provider}/mode", SetProvider).WithName("SetProviderMode").TakesJson(typeof(ModeChange)).Produces<ProviderStatus>().Refuses(Problem.ProviderNotFound)
            .WithSummary("Pauses a provider, drains it, or lets it run again. What it has goes on; the decision outlasts a restart.");
        operators.MapGet("/workers", Workers).WithName("ListWorkers").Takes(OfProvider).Produces<WorkerStatusList>().Refuses()
            .WithSummary("Lists registered workers with their state, the jobs they hold, rates and pauses.");
        operators.MapGet("/workers/{workerId}", GetWorker).WithName("GetWorkerStatus").Produces<WorkerStatus>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Reads one worker.");
        operators.MapPut("/workers/{workerId}/mode", SetWorker).WithName("SetWorkerMode").TakesJson(typeof(ModeChange)).Produces<WorkerStatus>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Pauses a worker, drains it, or lets it run again. What it has goes on; the decision outlasts a restart.");
    }

    private static async Task<IResult> Providers(OperatorView view) =>
        TypedResults.Json(new ProviderStatusList { Items = await view.Providers() }, BatonJson.Default.ProviderStatusList);

    private static async Task<IResult> GetProvider(string provider, OperatorView view) =>
        await view.Find(new ProviderId(provider)) is { } found ? TypedResults.Json(found, BatonJson.Default.ProviderStatus) : NoProvider(provider);

    private static async Task<IResult> SetProvider(string provider, HttpContext context, OperatorView view, OperatorModes modes, TimeProvider time)
    {
        var body = await WorkerBodies.Read(context, BatonJson.Default.ModeChange);
        if (!body.TryGet(out var change, out var problem))
        {
            return problem;
        }

        var id = new ProviderId(provider);
        if (await view.Find(id) is null)
        {
            return NoProvider(provider);
        }

        await modes.Set(id, new OperatorDecision(change.Mode, change.Reason, context.CallerAccount(), time.GetUtcNow()));
        return await GetProvider(provider, view);
    }

    private static async Task<IResult> Workers(HttpContext context, OperatorView view)
    {
        var query = new QueryReader(context.Request);
        var provider = query.Read(OfProvider);
        return query.Problem as IResult
            ?? TypedResults.Json(new WorkerStatusList { Items = await view.Workers(provider) }, BatonJson.Default.WorkerStatusList);
    }

    private static async Task<IResult> GetWorker(string workerId, OperatorView view) =>
        await view.Find(new WorkerId(workerId)) is { } found ? TypedResults.Json(found, BatonJson.Default.WorkerStatus) : NoWorker(workerId);

    private static async Task<IResult> SetWorker(string workerId, HttpContext context, OperatorView view, OperatorModes modes, TimeProvider time)
    {
        var body = await WorkerBodies.Read(context, BatonJson.Default.ModeChange);
        if (!body.TryGet(out var change, out var problem))
        {
            return problem;
        }

        var id = new WorkerId(workerId);
        if (await view.Find(id) is not { } worker)
        {
            return NoWorker(workerId);
        }

        await modes.Set(id, new ProviderId(worker.Provider), new OperatorDecision(change.Mode, change.Reason, context.CallerAccount(), time.GetUtcNow()));
        return await GetWorker(workerId, view);
    }

    private static ProblemResult NoProvider(string id) =>
        Problem.ProviderNotFound.ToResult($"No provider '{Short(id)}' is registered. GET /v2/operator/providers lists those that are.");

    private static ProblemResult NoWorker(string id) =>
        Problem.WorkerNotFound.ToResult($"No worker '{Short(id)}' is registered. GET /v2/operator/workers lists those that are.");

    private static string Short(string id) => id.Length > 100 ? id[..100] + "…" : id;
}
