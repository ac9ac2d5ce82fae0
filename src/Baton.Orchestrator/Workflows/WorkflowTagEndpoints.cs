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

        tags.MapPost("/", Add).WithName("AddWorkflowTag").TakesJson(typeof(string)).Produces(204).Refuses(Problem.WorkflowNotFound, Problem.ChangedMeanwhile)
            .WithSummary("Adds a tag; one that is there already stays.");
        tags.MapDelete("/", RemoveAll).WithName("RemoveAllWorkflowTags").Produces(204).Refuses(Problem.WorkflowNotFound, Problem.ChangedMeanwhile)
            .WithSummary("Removes all tags.");
        tags.MapDelete("/{tag}", Remove).WithName("RemoveWorkflowTag").Produces(204).Refuses(Problem.WorkflowNotFound, Problem.ChangedMeanwhile)
            .WithSummary("Removes a tag; one that is not there is no fault.");
    }

    private static async Task<IResult> Add(string workflowId, HttpContext context, SubmissionReader reader, WorkflowChanges changes)
    {
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        return body.Problem ?? await changes.Make(context, workflowId, workflow => With(workflow, reader.ReadTag(body.Json, workflow.Tags)));
    }

    private static OrProblem<WorkflowCommand> With(WorkflowState workflow, Checked<string> tag) =>
        !tag.IsAccepted ? Problem.Invalid(tag.Faults) : Set(workflow, workflow.Tags.Contains(tag.Value) ? workflow.Tags : workflow.Tags.Add(tag.Value));

    private static Task<IResult> Remove(string workflowId, string tag, HttpContext context, WorkflowChanges changes) =>
        changes.Make(context, workflowId, workflow => Set(workflow, workflow.Tags.Remove(PathText.Last(context, tag))));

    private static Task<IResult> RemoveAll(string workflowId, HttpContext context, WorkflowChanges changes) =>
        changes.Make(context, workflowId, workflow => Set(workflow, []));

    private static WorkflowCommand.Update Set(WorkflowState workflow, ImmutableArray<string> tags) =>
        new(null, tags, null, Stop: false) { MadeFrom = ChangeBase.Of(workflow) };
}
