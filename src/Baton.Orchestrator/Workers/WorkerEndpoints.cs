using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Workers;
using Baton.Problems;
using Baton.Providers;
using Baton.Recipes;
using Baton.Requests;
using Baton.Schemas;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>The verbs of workers in other processes: register, claim, say that one lives, report, leave.</summary>
internal static class WorkerEndpoints
{
    private const int ResourceLengthMax = 256;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private static readonly QueryParameter<TimeSpan> Wait =
        QueryParameter.Seconds("wait", "Seconds to wait for a job. What exceeds 60 counts as 60.", WaitMax);

    private static readonly QueryParameter<int> Count =
        QueryParameter.WholeNumber("count", "How many jobs to claim at most; never more than the worker has free slots.", 1, 1000, 1);

    private static readonly QueryParameter<int> Epoch =
        QueryParameter.WholeNumber("epoch", "The epoch of the claim.", 1, int.MaxValue, 1);

    public static void MapWorkers(this IEndpointRouteBuilder routes)
    {
        var workers = routes.MapGroup("/v2/workers").WithTags("Workers").RequireAuthorization(TokenRoles.WorkerPolicy);

        workers.MapPost("/", Register).WithName("RegisterWorker").TakesJson(typeof(WorkerRegistration)).Produces<Worker>(201).Refuses(Problem.TooManyWorkers)
            .WithSummary("Registers a worker of a provider. It stays registered until it leaves or was not seen for some minutes.");
        workers.MapGet("/{workerId}", Get).WithName("GetWorker").Produces<Worker>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Reads a worker's registration.");
        workers.MapPut("/{workerId}", Change).WithName("UpdateWorker").TakesJson(typeof(WorkerUpdate)).Produces<Worker>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Says what has changed at a worker: what it can do, its slots, what is present there. What is left out stays.");
        workers.MapDelete("/{workerId}", Leave).WithName("RemoveWorker").Produces(204).Refuses(Problem.WorkerNotFound)
            .WithSummary("A worker leaves; the jobs it holds go back at once.");
        workers.MapPost("/{workerId}/claims", Claim).WithName("ClaimJobs").Takes(Wait, Count).Produces<JobClaims>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Claims jobs; waits for the first and takes along those that wait already.");
        workers.MapPost("/{workerId}/heartbeat", Renew).WithName("RenewClaims").TakesJson(typeof(Heartbeat)).Produces<HeartbeatAnswer>().Refuses(Problem.WorkerNotFound)
            .WithSummary("Renews claims and passes progress on; says of each whether the worker goes on with it.");
        workers.MapPost("/{workerId}/claims/{jobId}/uploads", Upload).WithName("PresignJobUpload").Takes(Epoch).Produces<JobUpload>().Refuses(Problem.WorkerNotFound, Problem.ClaimLost)
            .WithSummary("A URL to upload one output of a held job to.");
        workers.MapPost("/{workerId}/claims/{jobId}/complete", Complete).WithName("CompleteJob").TakesJson(typeof(JobCompletion)).Produces(204).Refuses(Problem.WorkerNotFound, Problem.ClaimLost)
            .WithSummary("The job is done. A repeat is answered as the first time; a claim that was lost is a 409 and changes nothing.");
        workers.MapPost("/{workerId}/claims/{jobId}/fail", Fail).WithName("FailJob").TakesJson(typeof(JobFailureReport)).Produces(204).Refuses(Problem.WorkerNotFound, Problem.ClaimLost)
            .WithSummary("The job could not be done; the kind says whether others are tried.");
        workers.MapPost("/{workerId}/claims/{jobId}/hand-back", HandBack).WithName("HandJobBack").TakesJson(typeof(JobHandBack)).Produces(204).Refuses(Problem.WorkerNotFound, Problem.ClaimLost)
            .WithSummary("The worker stops; the job goes back at once and counts as nobody's failure.");
    }

    private static async Task<IResult> Register(
        HttpContext context, WorkerRegistry registry, ProviderDirectory providers, RecipeCatalogue recipes, IOptions<WorkerOptions> options)
    {
        var body = await WorkerBodies.Read(context, BatonJson.Default.WorkerRegistration);
        if (!body.TryGet(out var registration, out var problem))
        {
            return problem;
        }

        var findings = new Findings();
        var capabilities = Check(registration, providers, recipes, findings);
        if (findings.HasFaults)
        {
            return Problem.Invalid(findings.Faults);
        }

        if (registry.IsFull)
        {
            return Problem.TooManyWorkers.ToResult($"{options.Value.WorkersMax} are registered, as many as this server takes.");
        }

        var worker = await registry.Register(context.CallerAccount(), registration, capabilities);
        context.Response.Headers.Location = $"/v2/workers/{worker.Id}";
        return TypedResults.Json(WorkerView.Of(worker, options.Value), BatonJson.Default.Worker, statusCode: StatusCodes.Status201Created);
    }

    private static ImmutableArray<Capability> Check(WorkerRegistration registration, ProviderDirectory providers, RecipeCatalogue recipes, Findings findings)
    {
        if (providers.IsInProcess(registration.Provider))
        {
            findings.Fault("provider", $"The provider '{registration.Provider}' runs inside this server; choose another name.");
        }

        for (var i = 0; i < registration.Capabilities.Count; i++)
        {
            if (recipes.Find(registration.Capabilities[i].Type) is null)
            {
                findings.Fault($"capabilities[{i}].type", $"The value '{registration.Capabilities[i].Type}' is not a step type. Allowed: {string.Join(", ", recipes.All.Select(recipe => recipe.Type))}.");
            }
        }

        for (var i = 0; i < registration.Resources?.Count; i++)
        {
            if (registration.Resources[i].Length is 0 or > ResourceLengthMax)
            {
                findings.Fault($"resources[{i}]", $"A resource is a text of 1 to {ResourceLengthMax} characters.");
            }
        }

        return WorkerCapabilities.Read(registration.Capabilities, findings);
    }

    private static IResult Get(string workerId, HttpContext context, WorkerRegistry registry, IOptions<WorkerOptions> options) =>
        registry.Find(context.CallerAccount(), workerId) is { } worker
            ? TypedResults.Json(WorkerView.Of(worker, options.Value), BatonJson.Default.Worker)
            : NotFound(workerId);

    private static Task<IResult> Change(
        string workerId, HttpContext context, WorkerRegistry registry, ProviderDirectory providers, RecipeCatalogue recipes, IOptions<WorkerOptions> options) =>
        Report(workerId, context, registry, BatonJson.Default.WorkerUpdate, async Task<IResult> (worker, update) =>
        {
            var registration = worker.Registration with
            {
                Name = update.Name ?? worker.Registration.Name,
                Capabilities = update.Capabilities ?? worker.Registration.Capabilities,
                Slots = update.Slots ?? worker.Registration.Slots,
                Resources = update.Resources ?? worker.Registration.Resources,
            };
            var findings = new Findings();
            var capabilities = Check(registration, providers, recipes, findings);
            if (findings.HasFaults)
            {
                return Problem.Invalid(findings.Faults);
            }

            await registry.Change(worker, registration, capabilities);
            return TypedResults.Json(WorkerView.Of(worker, options.Value), BatonJson.Default.Worker);
        });

    private static async Task<IResult> Leave(string workerId, HttpContext context, WorkerRegistry registry, WorkerReports reports)
    {
        if (registry.Find(context.CallerAccount(), workerId) is not { } worker)
        {
            return NotFound(workerId);
        }

        await reports.HandBackAll(worker);
        await registry.Remove(worker);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Claim(string workerId, HttpContext context, WorkerRegistry registry, WorkerClaims claims)
    {
        var query = new QueryReader(context.Request);
        var (wait, count) = (query.Read(Wait), query.Read(Count));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return registry.Find(context.CallerAccount(), workerId) is { } worker
            ? TypedResults.Json(await claims.Claim(worker, count, wait, context.RequestAborted), BatonJson.Default.JobClaims)
            : NotFound(workerId);
    }

    private static Task<IResult> Renew(string workerId, HttpContext context, WorkerRegistry registry, WorkerReports reports) =>
        Report(workerId, context, registry, BatonJson.Default.Heartbeat, (worker, heartbeat) => reports.Renew(worker, heartbeat, context.RequestAborted));

    private static Task<IResult> Complete(string workerId, string jobId, HttpContext context, WorkerRegistry registry, WorkerReports reports) =>
        Report(workerId, context, registry, BatonJson.Default.JobCompletion, (worker, completion) => reports.Complete(worker, jobId, completion, context.RequestAborted));

    private static Task<IResult> Fail(string workerId, string jobId, HttpContext context, WorkerRegistry registry, WorkerReports reports) =>
        Report(workerId, context, registry, BatonJson.Default.JobFailureReport, (worker, failure) => reports.Fail(worker, jobId, failure));

    private static Task<IResult> HandBack(string workerId, string jobId, HttpContext context, WorkerRegistry registry, WorkerReports reports) =>
        Report(workerId, context, registry, BatonJson.Default.JobHandBack, (worker, handBack) => reports.HandBack(worker, jobId, handBack));

    private static async Task<IResult> Upload(string workerId, string jobId, HttpContext context, WorkerRegistry registry, WorkerReports reports)
    {
        var query = new QueryReader(context.Request);
        var epoch = query.Read(Epoch);
        return query.Problem as IResult
            ?? (registry.Find(context.CallerAccount(), workerId) is { } worker ? await reports.Upload(worker, jobId, epoch) : NotFound(workerId));
    }

    private static async Task<IResult> Report<T>(
        string workerId, HttpContext context, WorkerRegistry registry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<RemoteWorker, T, Task<IResult>> take)
        where T : class
    {
        if (registry.Find(context.CallerAccount(), workerId) is not { } worker)
        {
            return NotFound(workerId);
        }

        var body = await WorkerBodies.Read(context, type);
        return body.TryGet(out var report, out var problem) ? await take(worker, report) : problem;
    }

    private static ProblemResult NotFound(string id) =>
        Problem.WorkerNotFound.ToResult($"There is no worker '{(id.Length > 100 ? id[..100] + "…" : id)}'; it left, was not seen for too long, or was never registered. Register again.");
}
