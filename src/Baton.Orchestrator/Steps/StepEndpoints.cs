using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Patches;
using Baton.Problems;
using Baton.Requests;
using Baton.Schemas;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>The operations on one step of a workflow.</summary>
internal static class StepEndpoints
{
    public static void MapSteps(this IEndpointRouteBuilder routes)
    {
        var steps = routes.MapGroup("/v2/consumer/workflows/{workflowId}/steps").WithTags("WorkflowSteps").RequireAuthorization();

        steps.MapGet("/{stepName}", Get).WithName("GetWorkflowStep").Produces<WorkflowStep>().Refuses(Problem.WorkflowNotFound, Problem.StepNotFound)
            .WithSummary("Reads a step, by its name, its index or $ and its index.");
        steps.MapPut("/{stepName}", Update).WithName("UpdateWorkflowStep").TakesJson(typeof(UpdateWorkflowStepRequest)).Produces(204).Refuses(Problem.RecipeNotEnabled, Problem.WorkflowNotFound, Problem.StepNotFound, Problem.WorkflowEnded, Problem.StepStarted)
            .WithSummary("Replaces the metadata of a step; while it has not started, its input, priority, timeout and retries too.");
        steps.MapPatch("/{stepName}", Patch).WithName("PatchWorkflowStep").TakesPatch().Produces(204)
            .Refuses(Problem.RecipeNotEnabled, Problem.WorkflowNotFound, Problem.StepNotFound, Problem.WorkflowEnded, Problem.StepStarted, Problem.PatchTestFailed, Problem.ChangedMeanwhile)
            .WithSummary("Patches a step by RFC 6902. Paths lead into its metadata; /input/…, /priority, /timeout and /retries lead to the step while it has not started.");
    }

    private static async Task<IResult> Get(string workflowId, string stepName, HttpContext context, IWorkflows workflows, WorkflowAnswers answers)
    {
        if (!WorkflowIds.TryRead(workflowId, out var id) || await workflows.Find(context.CallerAccount(), id, context.RequestAborted) is not { } workflow)
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        return StepNames.Find(workflow, stepName) is { } step ? answers.Answer(workflow, step) : NotFound(stepName);
    }

    private static async Task<IResult> Update(string workflowId, string stepName, HttpContext context, SubmissionReader reader, WorkflowChanges changes)
    {
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        return body.Problem ?? await changes.Make(context, workflowId, workflow => StepNames.Find(workflow, stepName) is { } step
            ? ChangeOf(reader, workflow, step, body.Json)
            : NotFound(stepName));
    }

    private static OrProblem<WorkflowCommand> ChangeOf(SubmissionReader reader, WorkflowState workflow, int step, JsonElement body)
    {
        var change = reader.ReadStepUpdate(body, workflow.Definition, step);
        return change.IsAccepted ? new WorkflowCommand.UpdateStep(step, change.Value) : Problem.Invalid(change.Faults);
    }

    private static async Task<IResult> Patch(string workflowId, string stepName, HttpContext context, WorkflowChanges changes, StepPatch patch)
    {
        var body = await JsonBody.ReadPatch(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new List<Fault>();
        var operations = PatchReader.Read(body.Json, faults);
        return faults.Count > 0
            ? Problem.Invalid(faults)
            : await changes.Make(context, workflowId, workflow => StepNames.Find(workflow, stepName) is { } step
                ? patch.Read(workflow, step, operations)
                : NotFound(stepName));
    }

    private static ProblemResult NotFound(string name) => Problem.StepNotFound.ToResult($"It has no step '{name}'.");
}
