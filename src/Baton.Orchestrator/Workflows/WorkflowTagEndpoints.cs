using System.Collections.Immutable;
using Baton.Problems;
using Baton.Requests;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Tags one at a time.</summary>
internal static class WorkflowTagEndpoints
{
    public static void MapWorkflowTags(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapGroup("/v2/consumer/workflows/{workflowId}/tags").WithTags("Workflows").RequireAuthorization();

        tags.MapPost("/", Add).WithName("AddWorkflowTag").TakesBody(typeof(string)).Produces(204).Refuses(400, 401, 404, 409, 413, 415)
            .WithSummary("Adds a tag; one that is there already stays.");
        tags.MapDelete("/", RemoveAll).WithName("RemoveAllWorkflowTags").Produces(204).Refuses(401, 404, 409)
            .WithSummary("Removes all tags.");
        tags.MapDelete("/{tag}", Remove).WithName("RemoveWorkflowTag").Produces(204).Refuses(401, 404, 409)
            .WithSummary("Removes a tag; one that is not there is no fault.");
    }

    private static async Task<IResult> Add(string workflowId, HttpContext context, WorkflowChanges changes)
    {
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new List<Fault>();
        WorkflowFields.CheckTag(body.Json, "$", faults);
        return faults.Count > 0
            ? Problem.Invalid(faults)
            : await changes.Make(context, workflowId, workflow => With(workflow, body.Json.GetString()!));
    }

    private static Change<WorkflowCommand> With(WorkflowState workflow, string tag)
    {
        if (workflow.Tags.Contains(tag))
        {
            return Set(workflow, workflow.Tags);
        }

        return workflow.Tags.Length < WorkflowFields.TagsMax
            ? Set(workflow, workflow.Tags.Add(tag))
            : Problem.Invalid("$", $"The workflow has {WorkflowFields.TagsMax} tags already, and that is the limit.");
    }

    private static Task<IResult> Remove(string workflowId, string tag, HttpContext context, WorkflowChanges changes) =>
        changes.Make(context, workflowId, workflow => Set(workflow, workflow.Tags.Remove(tag)));

    private static Task<IResult> RemoveAll(string workflowId, HttpContext context, WorkflowChanges changes) =>
        changes.Make(context, workflowId, workflow => Set(workflow, []));

    private static WorkflowCommand.Update Set(WorkflowState workflow, ImmutableArray<string> tags) =>
        new(null, tags, null, Stop: false) { MadeFrom = ChangeBase.Of(workflow) };
}
