using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Recipes;
using Baton.Requests;
using Baton.Schemas;
using Baton.Steps;
using Baton.Streams;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Chat;

/// <summary>
/// Runs a chat completion as a workflow of one step while the caller waits: 1. reads the body; 2. submits; 3. waits for a while, or follows the stream; 4. answers. Whoever
/// hangs up cancels it, and so does the end of the wait.
/// </summary>
internal sealed class ChatCalls(
    SubmissionReader reader, RecipeCatalogue recipes, WorkflowSubmitter submitter, WorkflowWaits waits, IWorkflows workflows, JobStreams streams, StreamEnds ends, ChatReply replies, IOptions<ChatOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public const string StepType = "chatCompletion";

    private static readonly JsonElement StreamMetadata = JsonElement.Parse("""{"stream":true}""");

    public async Task<IResult> Complete(Recipe recipe, HttpContext context)
    {
        // 1.
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var input = reader.ReadInput(recipe, ChatBody.ToInput(body.Json));
        if (!input.IsAccepted)
        {
            return Problem.Invalid(input.Faults.Select(fault => new Fault(ChatBody.PathOf(fault.Path), fault.Message)));
        }

        // 2.
        var isStreamed = ChatBody.Streams(body.Json);
        var submission = isStreamed ? input.Value with { StepMetadata = [StreamMetadata] } : input.Value;
        if (!(await submitter.Submit(context.CallerAccount(), submission, context.RequestAborted)).TryGet(out var workflow, out var refusal))
        {
            return refusal;
        }

        // 3. and 4.
        context.Response.Headers["X-Workflow-Id"] = workflow.Id.Value;
        try
        {
            return isStreamed ? await Stream(workflow, ChatBody.WantsUsage(body.Json), context) : await Whole(workflow, context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Cancel(workflow);
            throw;
        }
    }

    private async Task<IResult> Whole(WorkflowState workflow, HttpContext context)
    {
        workflow = await Ended(workflow, options.Value.WaitMax, context.RequestAborted);
        if (!workflow.Status.IsTerminal())
        {
            return await TooLate(workflow);
        }

        return OutputOf(workflow) is { } output
            ? TypedResults.Json(await replies.Of(output, workflow.Account, context.RequestAborted), ChatJson.Default.JsonNode)
            : RecipeFailure.Of(workflow);
    }

    /// <summary>The headers wait for the first chunk, so that what fails before it still has a status of its own.</summary>
    private async Task<IResult> Stream(WorkflowState workflow, bool wantsUsage, HttpContext context)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var patience = new CancellationTokenSource(options.Value.WaitMax, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        var events = new ChatEvents(context, wantsUsage);
        try
        {
            await foreach (var line in streams.Lines(workflow.Id, 0, ends.OfStep(workflow, 0, waiting.Token), reading.Token))
            {
                if (!await events.Take(line))
                {
                    await Cancel(workflow);
                    return Results.Empty;
                }

                if (events.HasBegun)
                {
                    patience.CancelAfter(Timeout.InfiniteTimeSpan);
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            return await TooLate(workflow);
        }
        finally
        {
            await waiting.CancelAsync();
        }

        return await Close(await Ended(workflow, options.Value.WaitMax, context.RequestAborted), events, context);
    }

    private async Task<IResult> Close(WorkflowState workflow, ChatEvents events, HttpContext context)
    {
        if (OutputOf(workflow) is { } output)
        {
            if (!events.HasBegun)
            {
                await events.Whole(await replies.Of(output, workflow.Account, context.RequestAborted));
            }

            await events.Done();
            return Results.Empty;
        }

        if (!events.HasBegun)
        {
            return workflow.Status.IsTerminal() ? RecipeFailure.Of(workflow) : await TooLate(workflow);
        }

        await events.Fail(RecipeFailure.Of(workflow).Words);
        return Results.Empty;
    }

    private async Task<WorkflowState> Ended(WorkflowState workflow, TimeSpan atMost, CancellationToken cancellationToken) =>
        workflow.Status.IsTerminal() ? workflow : await waits.For(workflow.Account, workflow.Id, WaitUntil.Completion, atMost, cancellationToken) ?? workflow;

    private async Task<ProblemResult> TooLate(WorkflowState workflow)
    {
        await Cancel(workflow);
        return Problem.RecipeTimedOut.ToResult(
            $"There was no answer within {options.Value.WaitMax.TotalSeconds:0} seconds, so the workflow was canceled. A chatCompletion step of a workflow may take longer.",
            KeyValuePair.Create<string, string?>("workflowId", workflow.Id.Value));
    }

    private Task<CommandOutcome> Cancel(WorkflowState workflow) => workflows.Apply(workflow.Account, workflow.Id, new WorkflowCommand.Cancel(), CancellationToken.None);

    private JsonElement? OutputOf(WorkflowState workflow) => workflow.Status == WorkflowStatus.Succeeded ? new StepOutputs(workflow, recipes).Of(0) : null;
}
