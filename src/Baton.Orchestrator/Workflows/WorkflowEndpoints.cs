using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Explanations;
using Baton.Patches;
using Baton.Problems;
using Baton.Requests;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>The operations on workflows.</summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        var workflows = routes.MapGroup("/v2/consumer/workflows").WithTags("Workflows").RequireAuthorization();

        workflows.MapPost("/", Submit).WithName("SubmitWorkflow")
            .Takes(WorkflowParameters.Wait, WorkflowParameters.WhatIf, WorkflowParameters.HideMatureContent)
            .TakesHeader(WorkflowSubmitter.IdempotencyKeyHeader, "The same key with the same body gets the same workflow for 24 hours; with another body it is refused.")
            .TakesJson(typeof(WorkflowTemplate)).Produces<Workflow>(200).Produces<Workflow>(202).Refuses(Problem.RecipeNotEnabled, Problem.MatureContentNotPermitted, Problem.IdempotencyKeyReused, Problem.TooManyWorkflows, Problem.TooManyQueuedJobs)
            .WithSummary("Submits a workflow. 200 when it has ended within wait, 202 when it goes on.");
        workflows.MapGet("/", Query).WithName("QueryWorkflows")
            .Takes(WorkflowParameters.Cursor, WorkflowParameters.Take, WorkflowParameters.Tags, WorkflowParameters.ExcludeTags, WorkflowParameters.Query,
                WorkflowParameters.Ascending, WorkflowParameters.HideMatureContentInList, WorkflowParameters.FromDate, WorkflowParameters.ToDate, WorkflowParameters.ExcludeFailed)
            .Produces<WorkflowPage>(200, "application/json", WorkflowArchives.MediaType).Refuses()
            .WithSummary("Lists workflows a page at a time, newest first; or gives the files that they made, as a zip.");
        workflows.MapGet("/{workflowId}", Get).WithName("GetWorkflow")
            .Takes(WorkflowParameters.Wait, WorkflowParameters.Until, WorkflowParameters.HideMatureContent)
            .Produces<Workflow>(200).Produces<Workflow>(202).Refuses(Problem.WorkflowNotFound)
            .WithSummary("Reads a workflow. 200 when it has ended, 202 when it goes on.");
        workflows.MapGet("/{workflowId}/explain", Explain).WithName("ExplainWorkflow").Produces<WorkflowExplanation>().Refuses(Problem.WorkflowNotFound)
            .WithSummary("Says of each job what happened or what it waits for: every claim, every provider and why it can or cannot take it, and what to do.");
        workflows.MapPut("/{workflowId}", Update).WithName("UpdateWorkflow")
            .TakesHeader("Prefer", "return=representation answers 200 with the workflow instead of 204.")
            .TakesJson(typeof(UpdateWorkflowRequest)).Produces(204).Produces<Workflow>(200).Refuses(Problem.MatureContentNotPermitted, Problem.WorkflowNotFound, Problem.WorkflowEnded)
            .WithSummary("Changes metadata, tags or the mature-content setting, or cancels.");
        workflows.MapPatch("/{workflowId}", Patch).WithName("PatchWorkflow")
            .TakesPatch().Produces(204).Refuses(Problem.MatureContentNotPermitted, Problem.WorkflowNotFound, Problem.WorkflowEnded, Problem.PatchTestFailed, Problem.ChangedMeanwhile)
            .WithSummary("Patches a workflow by RFC 6902: /metadata, /tags, /status and /allowMatureContent.");
        workflows.MapDelete("/{workflowId}", Delete).WithName("DeleteWorkflow").Produces(204).Refuses(Problem.WorkflowNotFound)
            .WithSummary("Cancels what has not ended and removes the workflow.");
    }

    private static async Task<IResult> Submit(HttpContext context, WorkflowSubmitter submitter, WorkflowWaits waits, WorkflowAnswers answers)
    {
        var query = new QueryReader(context.Request);
        var wait = query.Read(WorkflowParameters.Wait);
        var whatIf = query.Read(WorkflowParameters.WhatIf);
        var hideMature = query.Read(WorkflowParameters.HideMatureContent);
        if (query.Problem is { } unreadable)
        {
            return unreadable;
        }

        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var account = context.CallerAccount();
        var outcome = whatIf
            ? await submitter.Preview(account, body, context.RequestAborted)
            : await submitter.Submit(account, body, context.Request.Headers, wait, context.RequestAborted);
        if (!outcome.TryGet(out var workflow, out var refusal))
        {
            return refusal;
        }

        if (whatIf)
        {
            WorkflowCosts.WriteHeaders(context.Response);
            return await answers.AnswerPreview(workflow, hideMature);
        }

        if (wait > TimeSpan.Zero && !workflow.Status.IsTerminal())
        {
            workflow = await waits.For(account, workflow.Id, WaitUntil.Completion, wait, context.RequestAborted) ?? workflow;
            return await answers.AnswerWithPositions(workflow, hideMature);
        }

        return answers.Answer(workflow, hideMature);
    }

    private static async Task<IResult> Explain(string workflowId, HttpContext context, IWorkflows workflows, WorkflowExplanations explanations) =>
        WorkflowIds.TryRead(workflowId, out var id) && await workflows.Find(context.CallerAccount(), id, context.RequestAborted) is { } workflow
            ? TypedResults.Json(await explanations.Explain(workflow), BatonJson.Default.WorkflowExplanation)
            : WorkflowAnswers.NotFound(workflowId);

    private static async Task<IResult> Get(string workflowId, HttpContext context, IWorkflows workflows, WorkflowWaits waits, WorkflowAnswers answers)
    {
        var query = new QueryReader(context.Request);
        var wait = query.Read(WorkflowParameters.Wait);
        var until = query.Read(WorkflowParameters.Until);
        var hideMature = query.Read(WorkflowParameters.HideMatureContent);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!WorkflowIds.TryRead(workflowId, out var id))
        {
            return WorkflowAnswers.NotFound(workflowId);
        }

        var account = context.CallerAccount();
        var workflow = await workflows.Find(account, id, context.RequestAborted);
        if (workflow is not null && !workflow.Status.IsTerminal() && wait > TimeSpan.Zero)
        {
            workflow = await waits.For(account, id, until, wait, context.RequestAborted);
        }

        return workflow is null ? WorkflowAnswers.NotFound(workflowId) : await answers.AnswerWithPositions(workflow, hideMature);
    }

    private static async Task<IResult> Query(HttpContext context, IWorkflows workflows, WorkflowRenderer renderer, WorkflowArchives archives, QueuePositions positions)
    {
        var reader = new QueryReader(context.Request);
        var hideMature = reader.Read(WorkflowParameters.HideMatureContentInList);
        var query = WorkflowListing.Read(reader, context.CallerAccount());
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        // One more than asked for tells whether there is a next page.
        var found = await workflows.Query(query with { Take = query.Take + 1 }, context.RequestAborted);
        if (WorkflowArchives.IsAskedFor(context.Request))
        {
            return await archives.Give(context, found, query.Take, hideMature);
        }

        var standing = await positions.Of(found.Take(query.Take), isPreview: false);
        return TypedResults.Json(WorkflowListing.Page(found, query.Take, w => renderer.Render(w, hideMature, standing)), BatonJson.Default.WorkflowPage);
    }

    private static async Task<IResult> Update(string workflowId, HttpContext context, SubmissionReader reader, WorkflowChanges changes, WorkflowAnswers answers)
    {
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var update = reader.ReadUpdate(body.Json);
        return update.IsAccepted
            ? await changes.Make(context, workflowId, _ => update.Value, WantsRepresentation(context) ? Represent : null)
            : Problem.Invalid(update.Faults);

        IResult Represent(WorkflowState workflow)
        {
            context.Response.Headers["Preference-Applied"] = "return=representation";
            return answers.Answer(workflow, hideMatureContent: false, StatusCodes.Status200OK);
        }
    }

    private static async Task<IResult> Patch(string workflowId, HttpContext context, WorkflowChanges changes, WorkflowPatch patch)
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
            : await changes.Make(context, workflowId, workflow => patch.Read(workflow, operations));
    }

    private static Task<IResult> Delete(string workflowId, HttpContext context, WorkflowChanges changes) =>
        changes.Delete(context, workflowId);

    private static bool WantsRepresentation(HttpContext context) =>
        context.Request.Headers["Prefer"].Any(p => p?.Contains("return=representation", StringComparison.OrdinalIgnoreCase) == true);
}
