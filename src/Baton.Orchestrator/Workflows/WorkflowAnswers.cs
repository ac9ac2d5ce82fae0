using System.Diagnostics;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Problems;

namespace Baton.Workflows;

/// <summary>How workflows, and refusals to change them, are answered.</summary>
internal sealed class WorkflowAnswers(WorkflowRenderer renderer)
{
    private const int IdShownMax = 100;

    /// <summary>200 when it has ended, 202 when it has not.</summary>
    public IResult Answer(WorkflowState workflow, bool hideMatureContent) => Answer(
        workflow, hideMatureContent, workflow.Status.IsTerminal() ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);

    public IResult Answer(WorkflowState workflow, bool hideMatureContent, int status) =>
        TypedResults.Json(renderer.Render(workflow, hideMatureContent), BatonJson.Default.Workflow, statusCode: status);

    public IResult Answer(WorkflowState workflow, int step) =>
        TypedResults.Json(renderer.RenderStep(workflow, step, hideMatureContent: false), BatonJson.Default.WorkflowStep);

    /// <summary>The same whether there is none, it is somebody else's, or it is gone (invariant Unseen).</summary>
    public static ProblemResult NotFound(string id) => Problem.WorkflowNotFound.ToResult(
        $"There is no workflow '{(id.Length > IdShownMax ? id[..IdShownMax] + "…" : id)}' that this token may see.");

    /// <summary>The answer to a caller's command that the workflow's state does not allow.</summary>
    public static ProblemResult Refuse(WorkflowRefusal refusal, WorkflowState workflow) => refusal switch
    {
        WorkflowRefusal.WorkflowEnded => Problem.WorkflowEnded.ToResult($"Its status is {workflow.Status.ToString().ToLowerInvariant()} and stays that."),
        WorkflowRefusal.StepStarted => Problem.StepStarted.ToResult("Its input, priority, timeout and retries are fixed once one of its jobs has been claimed."),
        WorkflowRefusal.ChangedSince => Problem.ChangedMeanwhile.ToResult("Read it again and repeat the change."),
        WorkflowRefusal.JobUnknown or WorkflowRefusal.JobEnded or WorkflowRefusal.AlreadyClaimed or WorkflowRefusal.ProviderExhausted
            or WorkflowRefusal.NotYet or WorkflowRefusal.LeaseNotHeld => throw new UnreachableException($"{refusal} answers a worker."),
    };
}
