using System.Diagnostics;
using System.Security.Cryptography;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Ids;
using Baton.Moderation;
using Baton.Problems;
using Baton.Requests;
using Baton.Storage;
using Baton.Tiers;

namespace Baton.Workflows;

/// <summary>Takes workflows in: what callers send becomes a workflow on disk, or a problem that says why not.</summary>
internal sealed class WorkflowSubmitter(SubmissionReader reader, InlineInputs inputs, IWorkflows workflows, IWorkflowStore store, TierGate gate, SubmissionModeration moderation, AccountTiers tiers, AccountUsage usage, IIds ids, WorkflowMachine machine, TimeProvider time)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    private const int KeyLengthMax = 255;

    /// <summary>Accepts a workflow, or finds the one that the external id or idempotency key belongs to.</summary>
    public async Task<OrProblem<WorkflowState>> Submit(AccountId account, JsonBody body, IHeaderDictionary headers, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!TryReadKey(headers, body, out var key))
        {
            return Problem.Invalid(IdempotencyKeyHeader, $"The header holds 1 to {KeyLengthMax} visible ASCII characters.");
        }

        var submission = reader.ReadWorkflow(body.Json, waits: wait > TimeSpan.Zero);
        return submission.IsAccepted
            ? await Submit(account, submission.Value, key, isRecipeCall: false, cancellationToken)
            : Problem.Invalid(submission.Faults);
    }

    /// <summary>Accepts a workflow of one step of this recipe.</summary>
    public async Task<OrProblem<WorkflowState>> Submit(AccountId account, WorkflowSubmission submission, CancellationToken cancellationToken) =>
        await Submit(account, submission, key: null, isRecipeCall: true, cancellationToken);

    /// <summary>The workflow that a body would become; nothing is kept. The one that has its external id already is that one.</summary>
    public async Task<OrProblem<WorkflowState>> Preview(AccountId account, JsonBody body, CancellationToken cancellationToken)
    {
        // Somebody who only asks keeps no connection for the answer of an ephemeral workflow, and none is needed.
        var submission = reader.ReadWorkflow(body.Json, waits: true);
        if (!submission.IsAccepted)
        {
            return Problem.Invalid(submission.Faults);
        }

        if (submission.Value.Definition.ExternalId is { } externalId
            && await store.FindByExternalId(account, externalId, cancellationToken) is { } id
            && await workflows.Find(account, id, cancellationToken) is { } existing)
        {
            return existing;
        }

        return Preview(account, submission.Value, isRecipeCall: false);
    }

    /// <summary>The workflow that a recipe call would become.</summary>
    public OrProblem<WorkflowState> Preview(AccountId account, WorkflowSubmission submission) => Preview(account, submission, isRecipeCall: true);

    private OrProblem<WorkflowState> Preview(AccountId account, WorkflowSubmission submission, bool isRecipeCall) =>
        Pass(account, submission, isRecipeCall).TryGet(out var passed, out var problem)
            ? Started(NewWorkflow.From(passed, ids.NewWorkflowId(), account, time.GetUtcNow()))
            : problem;

    /// <summary>With the jobs that its first steps would emit.</summary>
    private WorkflowState Started(WorkflowState workflow) =>
        machine.Decide(workflow, new WorkflowCommand.Start(), workflow.CreatedAt) is WorkflowDecision.Accepted(var started) && !started.Status.IsTerminal() ? started : workflow;

    private OrProblem<WorkflowSubmission> Pass(AccountId account, WorkflowSubmission submission, bool isRecipeCall) =>
        gate.Pass(account, submission, isRecipeCall).TryGet(out var passed, out var problem) && (problem = moderation.WhyRefused(passed.Definition, InputPath(isRecipeCall))) is null
            ? passed
            : problem;

    private static Func<int, string> InputPath(bool isRecipeCall) => step => isRecipeCall ? "" : $"steps[{step}].input.";

    private async Task<OrProblem<WorkflowState>> Submit(
        AccountId account, WorkflowSubmission submission, IdempotencyKey? key, bool isRecipeCall, CancellationToken cancellationToken)
    {
        if (!Pass(account, submission, isRecipeCall).TryGet(out var passed, out var problem))
        {
            return problem;
        }

        var moved = await inputs.Move(account, passed.Definition, InputPath(isRecipeCall), cancellationToken);
        if (!moved.TryGet(out var definition, out problem))
        {
            return problem;
        }

        var workflow = NewWorkflow.From(passed with { Definition = definition }, ids.NewWorkflowId(), account, time.GetUtcNow());
        return await Begin(account, workflow, key, cancellationToken);
    }

    /// <summary>Counts the workflow as under way before it is, so that a burst cannot pass the limit; what then does not begin is taken off again.</summary>
    private async Task<OrProblem<WorkflowState>> Begin(AccountId account, WorkflowState workflow, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var tier = tiers.Of(account);
        if (usage.Queued(account) is var queued && queued >= tier.QueuedJobs)
        {
            return Problem.TooManyQueuedJobs.ToResult($"{queued} wait, and the tier '{tiers.NameOf(account)}' takes no workflow while {tier.QueuedJobs} or more do. Wait for some to start.");
        }

        if (!usage.TryBeginSubmit(account, tier.ConcurrentWorkflows))
        {
            return Problem.TooManyWorkflows.ToResult($"The tier '{tiers.NameOf(account)}' allows {tier.ConcurrentWorkflows} that have not ended. Wait for some to end.");
        }

        var accepted = false;
        try
        {
            var submission = await workflows.Submit(workflow, key, cancellationToken);
            accepted = submission is Submission.Accepted;
            return Answer(submission);
        }
        finally
        {
            usage.EndSubmit(account, accepted);
        }
    }

    private static OrProblem<WorkflowState> Answer(Submission submission) => submission switch
    {
        Submission.Accepted accepted => accepted.Workflow,
        Submission.Existing existing => existing.Workflow,
        Submission.KeyReused reused => Problem.IdempotencyKeyReused.ToResult(
            "Within 24 hours the same key came with another body.", KeyValuePair.Create<string, string?>("workflowId", reused.Workflow.Value)),
        _ => throw new UnreachableException(),
    };

    private static bool TryReadKey(IHeaderDictionary headers, JsonBody body, out IdempotencyKey? key)
    {
        key = null;
        var values = headers[IdempotencyKeyHeader];
        if (values is [])
        {
            return true;
        }

        if (values is not [{ Length: > 0 and <= KeyLengthMax } text] || text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            return false;
        }

        key = new IdempotencyKey(text, Convert.ToHexStringLower(SHA256.HashData(body.Bytes.Span)));
        return true;
    }
}
