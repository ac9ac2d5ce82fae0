using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Requests;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Live;

/// <summary>Streams of what happens, as Server-Sent Events. Beyond the published API.</summary>
internal static class LiveEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/consumer/workflows/{workflowId}/events", OfWorkflow).WithTags("Live").RequireAuthorization().WithName("StreamWorkflowEvents")
            .Takes(LiveParameters.Type, LiveParameters.Detailed, WorkflowParameters.HideMatureContent)
            .TakesHeader(LastEventId, "The id seen last. With the present one of a workflow that has ended, the answer is 204: there is nothing more to come.")
            .Produces<string>(200, EventStream.ContentType).Produces(204).Refuses(Problem.WorkflowNotFound, Problem.TooManyStreams)
            .WithSummary("Streams what happens to a workflow as Server-Sent Events with the bodies of callbacks: first how it is, then every change, until it has ended.");
        routes.MapGet("/v2/consumer/events", OfAccount).WithTags("Live").RequireAuthorization().WithName("StreamEvents")
            .Takes(LiveParameters.Type, LiveParameters.Detailed, WorkflowParameters.HideMatureContentInList)
            .TakesHeader(LastEventId, "The id seen last: the stream begins with what ended since.")
            .Produces<string>(200, EventStream.ContentType).Refuses(Problem.TooManyStreams)
            .WithSummary("The same for all workflows of the account: first those that have not ended, then every change.");
    }

    private static async Task<IResult> OfWorkflow(
        string workflowId, HttpContext context, IWorkflowStore store, LiveUpdates updates, LiveStreams streams, WorkflowFollower follower)
    {
        var reader = new QueryReader(context.Request);
        var request = LiveRequest.Read(reader, WorkflowParameters.HideMatureContent);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        if (!WorkflowIds.TryRead(workflowId, out var id))
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        using var news = updates.OfWorkflow(id);
        if (await store.Load(id, context.RequestAborted) is not { } stored || stored.State.Account != context.CallerAccount() || !WorkflowService.IsVisible(stored.State))
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        var seen = context.Request.Headers[LastEventId].ToString();
        return stored.State.Status.IsTerminal() && seen == LiveMark.Of(stored.State)
            ? TypedResults.NoContent()
            : await streams.Run(context, (stream, end) => follower.Follow(stream, news, stored, seen, request, end));
    }

    private static async Task<IResult> OfAccount(HttpContext context, LiveUpdates updates, LiveStreams streams, AccountFollower follower)
    {
        var reader = new QueryReader(context.Request);
        var request = LiveRequest.Read(reader, WorkflowParameters.HideMatureContentInList);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var account = context.CallerAccount();
        using var news = updates.OfAccount(account);
        return await streams.Run(context, (stream, end) => follower.Follow(stream, news, account, context.Request.Headers[LastEventId], request, end));
    }
}
