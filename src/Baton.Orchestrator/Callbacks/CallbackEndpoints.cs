using Baton.Accounts;
using Baton.Contracts.Callbacks;
using Baton.Problems;
using Baton.Requests;
using Baton.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Callbacks;

/// <summary>What became of an account's callbacks, and what they are signed with. Beyond the published API.</summary>
internal static class CallbackEndpoints
{
    private const int ReplayPage = 100;

    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        var callbacks = routes.MapGroup("/v2/consumer/callbacks").WithTags("Callbacks").RequireAuthorization();

        callbacks.MapGet("/endpoints", Endpoints).WithName("ListCallbackEndpoints").Produces<CallbackEndpointList>().Refuses()
            .WithSummary("Lists the endpoints that were called since the server started, with the last attempts at each.");
        callbacks.MapGet("/parked", Parked).WithName("ListParkedCallbacks").Takes(WorkflowParameters.Cursor, CallbackParameters.Take)
            .Produces<ParkedCallbackPage>().Refuses()
            .WithSummary("Lists the events that were given up after three days of trying.");
        callbacks.MapPost("/replay", Replay).WithName("ReplayCallbacks").Takes(CallbackParameters.WorkflowId).Produces<CallbackReplay>().Refuses(Problem.WorkflowNotFound)
            .WithSummary("Has parked events sent again, under the ids they had.");

        callbacks.MapSigningSecrets();
    }

    private static Ok<CallbackEndpointList> Endpoints(HttpContext context, CallbackLog log) => TypedResults.Ok(log.Of(context.CallerAccount()));

    private static async Task<IResult> Parked(HttpContext context, IWorkflows workflows)
    {
        var reader = new QueryReader(context.Request);
        var after = WorkflowListing.After(reader);
        var take = reader.Read(CallbackParameters.Take);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var found = await workflows.WithParkedCallbacks(context.CallerAccount(), after, take + 1, context.RequestAborted);
        return TypedResults.Ok(new ParkedCallbackPage(
            found.Count > take ? WorkflowCursor.Write(found[take - 1].Id) : null,
            [.. found.Take(take).SelectMany(Show)]));
    }

    private static IEnumerable<ParkedCallback> Show(WorkflowState workflow) =>
        from queue in workflow.Outbox!.Queues.Index()
        let url = CallbackUrl.NameOf(CallbackUrl.Parse(CallbackTarget.Of(workflow.Definition)[queue.Index].Url))
        from parked in queue.Item.Parked
        select new ParkedCallback
        {
            WorkflowId = workflow.Id.Value,
            EventId = CallbackMessage.IdOf(workflow.Id, queue.Index, parked),
            Event = CallbackMessage.NameOf(parked),
            Sequence = parked.Number,
            At = parked.At,
            Url = url,
        };

    private static async Task<IResult> Replay(HttpContext context, IWorkflows workflows)
    {
        var reader = new QueryReader(context.Request);
        var workflowId = reader.Read(CallbackParameters.WorkflowId);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var account = context.CallerAccount();
        if (workflowId is null)
        {
            return TypedResults.Ok(new CallbackReplay(await ReplayAll(account, workflows, context.RequestAborted)));
        }

        return WorkflowIds.TryRead(workflowId, out var id) && await ReplayOne(account, id, workflows, context.RequestAborted) is { } replayed
            ? TypedResults.Ok(new CallbackReplay(replayed))
            : WorkflowAnswers.NotFound(workflowId);
    }

    private static async Task<int> ReplayAll(AccountId account, IWorkflows workflows, CancellationToken cancellationToken)
    {
        var replayed = 0;
        WorkflowId? last = null;
        while (await workflows.WithParkedCallbacks(account, last, ReplayPage, cancellationToken) is [.., var end] page)
        {
            foreach (var workflow in page)
            {
                replayed += await ReplayOne(account, workflow.Id, workflows, cancellationToken) ?? 0;
            }

            last = end.Id;
        }

        return replayed;
    }

    /// <summary>How many events; null when there is no such workflow.</summary>
    private static async Task<int?> ReplayOne(AccountId account, WorkflowId id, IWorkflows workflows, CancellationToken cancellationToken) =>
        await workflows.Apply(account, id, new WorkflowCommand.ReplayCallbacks(), cancellationToken) is CommandOutcome.Done done ? Outbox.ReplayedCount(done.Workflow) : null;
}
