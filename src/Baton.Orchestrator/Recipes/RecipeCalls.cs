using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Requests;
using Baton.Workflows;

namespace Baton.Recipes;

/// <summary>
/// Runs a recipe as a workflow of one step while the caller waits:
/// 1. reads the input; 2. submits; 3. waits, and cancels the workflow when the caller hangs up; 4. answers the output, or why there is none.
/// </summary>
internal sealed class RecipeCalls(
    SubmissionReader reader,
    WorkflowSubmitter submitter,
    WorkflowWaits waits,
    WorkflowAnswers answers,
    WorkflowRenderer renderer,
    IWorkflows workflows,
    IHostApplicationLifetime lifetime)
{
    private const string WorkflowIdHeader = "X-Workflow-Id";

    public async Task<IResult> Invoke(Recipe recipe, HttpContext context)
    {
        // 1.
        var query = new QueryReader(context.Request);
        var whatIf = query.Read(WorkflowParameters.WhatIf);
        var (experimental, mature, ephemeral) = (query.Read(RecipeParameters.Experimental), query.Read(RecipeParameters.AllowMatureContent), query.Read(RecipeParameters.Ephemeral));
        if (query.Problem is { } unreadable)
        {
            return unreadable;
        }

        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var input = reader.ReadInput(recipe, body.Json);
        if (!input.IsAccepted)
        {
            return Problem.Invalid(input.Faults);
        }

        var submission = input.Value with
        {
            Definition = input.Value.Definition with { Experimental = Given(experimental), AllowMatureContent = mature, Ephemeral = Given(ephemeral) },
        };
        if (whatIf)
        {
            WorkflowCosts.WriteHeaders(context.Response);
            return submitter.Preview(context.CallerAccount(), submission).TryGet(out var preview, out var forbidden)
                ? await answers.AnswerPreview(preview, hideMatureContent: false)
                : forbidden;
        }

        // 2.
        var submitted = await submitter.Submit(context.CallerAccount(), submission, context.RequestAborted);
        if (!submitted.TryGet(out var workflow, out var refusal))
        {
            return refusal;
        }

        // 3. and 4.
        context.Response.Headers[WorkflowIdHeader] = workflow.Id.Value;
        return Answer(await Wait(workflow, context), context);
    }

    private async Task<WorkflowState> Wait(WorkflowState workflow, HttpContext context)
    {
        try
        {
            return workflow.Status.IsTerminal()
                ? workflow
                : await waits.For(workflow.Account, workflow.Id, WaitUntil.Completion, WorkflowParameters.WaitMax, context.RequestAborted) ?? workflow;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Nobody is left to take the output. A server that stops cuts connections too; then the workflow goes on after the restart.
            await workflows.Apply(workflow.Account, workflow.Id, new WorkflowCommand.Cancel(), CancellationToken.None);
            throw;
        }
    }

    private IResult Answer(WorkflowState workflow, HttpContext context)
    {
        if (!workflow.Status.IsTerminal())
        {
            context.Response.Headers.Location = $"/v2/consumer/workflows/{workflow.Id}";
            return answers.Answer(workflow, hideMatureContent: false);
        }

        return workflow.Status == WorkflowStatus.Succeeded && renderer.RenderStep(workflow, 0, hideMatureContent: false).Output is { } output
            ? TypedResults.Json(output, BatonJson.Default.JsonElement)
            : RecipeFailure.Of(workflow);
    }

    /// <summary>Switched off is the same as not given, and not given leaves no trace in the workflow.</summary>
    private static bool? Given(bool flag) => flag ? true : null;
}
