using System.Diagnostics;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>How workflows, and refusals to change them, are answered.</summary>
internal sealed class WorkflowAnswers(WorkflowRenderer renderer, QueuePositions positions)
{
    private const int IdShownMax = 100;

    /// <summary>200 when it has ended, 202 when it has not.</summary>
    public IResult Answer(WorkflowState workflow, bool hideMatureContent) => Answer(
        workflow, hideMatureContent, workflow.Status.IsTerminal() ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);

    public IResult Answer(WorkflowState workflow, bool hideMatureContent, int status) =>
        TypedResults.Json(renderer.Render(workflow, hideMatureContent), BatonJson.Default.Workflow, statusCode: status);

    /// <summary>As the other, and with where its waiting jobs stand, which costs a question to each of their providers.</summary>
    public async Task<IResult> AnswerWithPositions(WorkflowState workflow, bool hideMatureContent) => TypedResults.Json(
        renderer.Render(workflow, hideMatureContent, await positions.Of([workflow], isPreview: false)),
        BatonJson.Default.Workflow,
        statusCode: workflow.Status.IsTerminal() ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);

    /// <summary>What a workflow would become that is not submitted, and where its jobs would stand.</summary>
    public async Task<IResult> AnswerPreview(WorkflowState workflow, bool hideMatureContent) =>
        TypedResults.Json(renderer.Render(workflow, hideMatureContent, await positions.Of([workflow], isPreview: true)), BatonJson.Default.Workflow);

    public IResult Answer(WorkflowState workflow, int step) =>
        TypedResults.Json(renderer.RenderStep(workflow, step, hideMatureContent: false), BatonJson.Default.WorkflowStep);

    /// <summary>The same whether there is none, it is somebody else's, or it is gone (invariant Unseen).</summary>
    public static ProblemResult NotFound(string id) => Problem.WorkflowNotFound.ToResult(
        $"There is no workflow '{(id.Length > IdShownMax ? id[..IdShownMax] + "…" : id)}' that this token may see.");

    /// <summary>The answer to a caller's command that the workflow's state does not allow.</summary>
    public static ProblemResult Refuse(WorkflowRefusal refusal, WorkflowState workflow, WorkflowCommand command) => refusal switch
    {
        WorkflowRefusal.WorkflowEnded => Problem.WorkflowEnded.ToResult(
            $"It is {StateMembers.Words(workflow.Status, workflow.CompletedAt)} and stays that.", StateMembers.Of(workflow.Status, workflow.CompletedAt)),
        WorkflowRefusal.StepStarted when command is WorkflowCommand.UpdateStep update => Started(workflow.Steps[update.Step], workflow.Definition.Steps[update.Step].Name),
        WorkflowRefusal.ChangedSince => Problem.ChangedMeanwhile.ToResult("Read it again and repeat the change."),
        WorkflowRefusal.JobUnknown or WorkflowRefusal.Overtaken or WorkflowRefusal.JobEnded or WorkflowRefusal.AlreadyClaimed or WorkflowRefusal.ProviderExhausted
            or WorkflowRefusal.NotYet or WorkflowRefusal.LeaseNotHeld or WorkflowRefusal.StepStarted => throw new UnreachableException($"{refusal} does not answer {command.GetType().Name}."),
    };

    private static ProblemResult Started(StepState step, string name)
    {
        // A step whose job was given up before anybody claimed it has ended without a start.
        var since = step.CompletedAt ?? step.StartedAt;
        return Problem.StepStarted.ToResult(
            $"The step '{name}' is {StateMembers.Words(step.Status, since)}. Its input, priority, timeout and retries are fixed once one of its jobs has been claimed.",
            StateMembers.Of(step.Status, since));
    }
}
