using System.Collections.Immutable;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>What every state that reaches the disk must be, alone and beside the one it replaces.</summary>
internal static class CommitRules
{
    public static void Check(WorkflowState? before, WorkflowState after, Ledger ledger, SimulatedRecipes recipes)
    {
        Require(after.Status == Rollup.Of(after.Steps.Select(step => step.Status)), "Rollup: a workflow's status does not follow from its steps'.");
        Require(after.Status == ExpectedEnd(after), "Rollup: a workflow did not end as its worst step did.");
        Require(after.Status.IsTerminal() == after.CompletedAt is not null, "Terminal: an ended workflow is not dated, or one that goes on is.");
        Require(WakeUp.At(after) is not null || after.Status.IsTerminal(), "Ends: an unfinished workflow has no wake-up.");
        Require(after.Outbox is null || after.Outbox.Queues.All(queue => queue.Waiting.IsEmpty || WakeUp.At(after) <= queue.DueAt), "InOrder: a callback waits without a wake-up.");
        Require(before?.Status.IsTerminal() != true || before.Status == after.Status, "Terminal: an ended workflow changed.");
        for (var i = 0; i < after.Steps.Length; i++)
        {
            CheckStep(before?.Steps[i], after, i, ledger, recipes);
        }
    }

    private static void CheckStep(StepState? before, WorkflowState workflow, int index, Ledger ledger, SimulatedRecipes recipes)
    {
        var (step, definition) = (workflow.Steps[index], workflow.Definition.Steps[index]);
        Require(before?.Status.IsTerminal() != true || before.Status == step.Status, "Terminal: an ended step changed.");
        Require(step.Jobs.IsEmpty || step.Status == Rollup.Of(step.CurrentJobs().Select(job => job.Status)), "Rollup: a step's status does not follow from its jobs'.");
        Require(step.Jobs.Length == 0 || step.Jobs.Length - step.Jobs.Max(job => job.Item) - 1 <= definition.Retries, "Bounded: a step has more jobs than its retries allow.");
        foreach (var source in definition.DependsOn)
        {
            var status = workflow.Steps[source].Status;
            Require(status == WorkflowStatus.Succeeded || step.Jobs.IsEmpty, "Rollup: a step emitted jobs although what it depends on has not succeeded.");
            Require(!status.IsTerminal() || status == WorkflowStatus.Succeeded || step.Status.IsTerminal(), "Rollup: a step goes on that can never be readied.");
        }

        foreach (var job in step.Jobs)
        {
            CheckJob(before?.Jobs.FirstOrDefault(other => other.Id == job.Id), job, definition, ledger);
            Require(job.Status != WorkflowStatus.Failed || MayHaveFailed(job, recipes.For(definition.Type)), "Exhausted: a job failed although a provider was left that could have tried.");
        }
    }

    private static void CheckJob(JobState? before, JobState job, StepDefinition definition, Ledger ledger)
    {
        Require(job.Status.IsHeld() == job.Lease is not null, "OneWinner: a job is held without a lease, or has one that nobody holds.");
        Require(job.Hedge is null || IsHedgeRight(job, definition), "OneWinner: a job has two live claims, and not because it was hedged.");
        Require(job.Status.IsTerminal() == job.CompletedAt is not null, "Terminal: an ended job is not dated, or one that goes on is.");
        if (before is not null)
        {
            Require(job.Epoch >= before.Epoch, "OneWinner: an epoch went back.");
            Require(!before.Status.IsTerminal() || (before.Status, before.Epoch, before.ReportedBy, before.ReportedUnder, before.CompletedAt) == (job.Status, job.Epoch, job.ReportedBy, job.ReportedUnder, job.CompletedAt), "Terminal: an ended job changed.");
            Require(before.LiveClaims().All(lease => IsToldOf(lease, job)), "Explained: a claim is gone, and nothing says why.");
        }

        if (job.Status == WorkflowStatus.Succeeded && before?.Status != WorkflowStatus.Succeeded && definition.Type != SimulatedRecipes.Quick)
        {
            Require(ledger.KnowsClaim(job.Id, job.ReportedUnder ?? job.Epoch, job.ReportedBy), "OneWinner: a job was completed by one who had not won it.");
        }
    }

    private static bool MayHaveFailed(JobState job, ImmutableArray<ProviderId> providers) =>
        job.Failure is JobFailureKind.Invalid or JobFailureKind.Blocked || providers.All(provider => job.TroubleWith(provider) is { Exhausted: true });

    private static bool IsHedgeRight(JobState job, StepDefinition definition) =>
        definition.Type is SimulatedRecipes.Quick or SimulatedRecipes.Remote
        && job.Lease is { IsHedged: true } first && first.Worker != job.Hedge!.Worker && first.Epoch < job.Hedge.Epoch && job.Hedge.Epoch == job.Epoch;

    /// <summary>It goes on, it succeeded, or it stands among the attempts, of which the latest are kept.</summary>
    private static bool IsToldOf(Lease claim, JobState job) =>
        job.LiveClaims().Any(lease => lease.Epoch == claim.Epoch)
        || (job.Status == WorkflowStatus.Succeeded && (job.ReportedUnder ?? job.Epoch) == claim.Epoch)
        || job.Attempts is { Length: 20 }
        || job.Attempts?.Any(attempt => attempt.Epoch == claim.Epoch) == true;

    /// <summary>Written down once more on purpose: the rule that callers read in the documentation.</summary>
    private static WorkflowStatus ExpectedEnd(WorkflowState workflow) =>
        workflow.Steps.Any(step => !step.Status.IsTerminal()) ? workflow.Status
        : workflow.Steps.Any(step => step.Status == WorkflowStatus.Failed) ? WorkflowStatus.Failed
        : workflow.Steps.Any(step => step.Status == WorkflowStatus.Expired) ? WorkflowStatus.Expired
        : workflow.Steps.Any(step => step.Status == WorkflowStatus.Canceled) ? WorkflowStatus.Canceled
        : WorkflowStatus.Succeeded;

    private static void Require(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(invariant);
        }
    }
}
