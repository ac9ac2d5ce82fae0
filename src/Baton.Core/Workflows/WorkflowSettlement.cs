using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>
/// Draws the consequences of a change until nothing follows any more: steps whose dependencies have succeeded are readied and
/// emit their jobs, steps whose dependencies cannot succeed are canceled, failed jobs are replaced while retries are left, and
/// statuses are rolled up.
/// </summary>
internal sealed class WorkflowSettlement(IStepPlanner planner)
{
    public WorkflowState Settle(WorkflowState workflow, DateTimeOffset now)
    {
        // A step that ends may ready or cancel any other one, before or after it; so this goes round until a round changes nothing.
        bool changed;
        do
        {
            changed = false;
            for (var i = 0; i < workflow.Steps.Length; i++)
            {
                var before = workflow.Steps[i];
                var after = before.Status.IsTerminal() ? before : SettleStep(workflow, i, now);
                if (!ReferenceEquals(before, after))
                {
                    workflow = workflow.WithStep(i, after);
                    changed |= after.Status.IsTerminal();
                }
            }
        }
        while (changed);

        return RollUp(workflow, now);
    }

    private StepState SettleStep(WorkflowState workflow, int index, DateTimeOffset now)
    {
        var step = workflow.Steps[index];
        if (step.ReadyAt is not null)
        {
            return RollUp(step, workflow, index, now);
        }

        return DependenciesOf(workflow, index) switch
        {
            Dependencies.Pending => step,
            Dependencies.Hopeless => step with { Status = WorkflowStatus.Canceled, CompletedAt = now },
            Dependencies.Met => RollUp(Ready(workflow, index, now), workflow, index, now),
        };
    }

    private StepState Ready(WorkflowState workflow, int index, DateTimeOffset now)
    {
        var plan = planner.Plan(workflow, index);
        var jobs = plan.Faults.IsDefaultOrEmpty
            ? [.. plan.Jobs.Select((job, item) => Emit(workflow, index, item, item, job.Complexity))]
            : ImmutableArray.Create(Unplannable(workflow, index, plan, now));
        return workflow.Steps[index] with { ReadyAt = now, Jobs = jobs };
    }

    /// <summary>The input turned out bad only when its references got their values; a job says so, since only jobs carry reasons.</summary>
    private static JobState Unplannable(WorkflowState workflow, int index, StepPlan plan, DateTimeOffset now) =>
        JobMachine.Finish(Emit(workflow, index, item: 0, number: 0, complexity: 1), WorkflowStatus.Failed, now) with
        {
            Failure = JobFailureKind.Invalid,
            Detail = string.Join(' ', plan.Faults.Select(fault => $"{fault.Path}: {fault.Message}")),
        };

    private static JobState Emit(WorkflowState workflow, int step, int item, int number, double complexity) =>
        new() { Id = JobId.For(workflow.Id, step, number), Item = item, OwnComplexity = complexity is 1 ? null : complexity };

    private static StepState RollUp(StepState step, WorkflowState workflow, int index, DateTimeOffset now)
    {
        var retries = workflow.Definition.Steps[index].Retries;
        step = ReplaceFailed(step, workflow, index, retries, now);
        step = CancelRestOfFailed(step, now);
        var status = Rollup.Of(step.CurrentJobs().Select(job => job.Status));
        var startedAt = step.StartedAt ?? (step.Jobs.Any(job => job.StartedAt is not null) || status == WorkflowStatus.Succeeded ? now : null);
        return status == step.Status && startedAt == step.StartedAt
            ? step
            : step with { Status = status, StartedAt = startedAt, CompletedAt = status.IsTerminal() ? now : null };
    }

    private static StepState ReplaceFailed(StepState step, WorkflowState workflow, int index, int retries, DateTimeOffset now)
    {
        for (var i = 0; i < step.Jobs.Length && step.RetriesUsed < retries; i++)
        {
            if (IsWorthRetrying(step.Jobs[i]) && !step.IsReplaced(i))
            {
                var replacement = Emit(workflow, index, step.Jobs[i].Item, number: step.Jobs.Length, step.Jobs[i].Complexity) with { WaitsSince = now };
                step = step with { Jobs = step.Jobs.Add(replacement), RetriesUsed = step.RetriesUsed + 1 };
            }
        }

        return step;
    }

    /// <summary>The same input would be found bad or blocked again, and would again find no provider that takes it.</summary>
    private static bool IsWorthRetrying(JobState job) =>
        job.Status == WorkflowStatus.Failed && job.Failure is not (JobFailureKind.Invalid or JobFailureKind.Blocked or JobFailureKind.Rejected);

    /// <summary>A step needs all its jobs, so once one has failed for good the rest would be work for nothing.</summary>
    private static StepState CancelRestOfFailed(StepState step, DateTimeOffset now)
    {
        if (!step.CurrentJobs().Any(job => job.Status is WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled)
            || step.Jobs.All(job => job.Status.IsTerminal()))
        {
            return step;
        }

        return step with
        {
            Jobs = [.. step.Jobs.Select(job => job.Status.IsTerminal() ? job : JobMachine.Cancel(job, "Another job of the same step did not succeed.", now))],
        };
    }

    private static WorkflowState RollUp(WorkflowState workflow, DateTimeOffset now)
    {
        var status = Rollup.Of(workflow.Steps.Select(step => step.Status));
        var startedAt = workflow.StartedAt ?? (workflow.Steps.Any(step => step.StartedAt is not null) ? now : null);
        return status == workflow.Status && startedAt == workflow.StartedAt
            ? workflow
            : workflow with { Status = status, StartedAt = startedAt, CompletedAt = status.IsTerminal() ? now : null };
    }

    private static Dependencies DependenciesOf(WorkflowState workflow, int index)
    {
        var met = true;
        foreach (var source in workflow.Definition.Steps[index].DependsOn)
        {
            var status = workflow.Steps[source].Status;
            if (status.IsTerminal() && status != WorkflowStatus.Succeeded)
            {
                return Dependencies.Hopeless;
            }

            met &= status == WorkflowStatus.Succeeded;
        }

        return met ? Dependencies.Met : Dependencies.Pending;
    }

    private enum Dependencies
    {
        Pending,
        Met,
        Hopeless,
    }
}
