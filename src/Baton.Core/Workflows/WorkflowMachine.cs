using System.Collections.Immutable;
using System.Diagnostics;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>
/// The one place where a workflow changes: a pure function of the workflow, a command and the time. It reads no clock, makes no
/// ids but those that follow from the workflow's own, and touches no store. After every accepted command the whole is settled:
/// dependents are readied or canceled, failed jobs replaced, statuses rolled up.
/// </summary>
public class WorkflowMachine(IStepPlanner planner, RetrySchedule retries, CallbackSchedule callbacks)
{
    private readonly WorkflowSettlement _settlement = new(planner);

    /// <summary>What becomes of the workflow. Virtual so that the simulation can plant a wrong rule and prove that it would be noticed.</summary>
    public virtual WorkflowDecision Decide(WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) => Change(workflow, command, now) switch
    {
        WorkflowDecision.Accepted(var next) when !next.Definition.Callbacks.IsDefaultOrEmpty =>
            new WorkflowDecision.Accepted(Outbox.Record(command is WorkflowCommand.Start ? null : workflow, next, callbacks, now)),
        var decision => decision,
    };

    private WorkflowDecision Change(WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) => command switch
    {
        WorkflowCommand.Start => Accept(workflow, workflow, now),
        WorkflowCommand.Claim claim => OnJob(workflow, claim.Job, now, job => JobMachine.Claim(job, claim, now)),
        WorkflowCommand.Hedge hedge => OnJob(workflow, hedge.Job, now, job => JobMachine.Hedge(job, now)),
        WorkflowCommand.Renew renew => OnJob(workflow, renew.Job, now, job => JobMachine.Renew(job, renew, now)),
        WorkflowCommand.Complete complete => OnJob(workflow, complete.Job, now, job => JobMachine.Complete(job, complete, now)),
        WorkflowCommand.Fail fail => OnJob(workflow, fail.Job, now, job => JobMachine.Fail(job, fail, retries, now)),
        WorkflowCommand.HandBack handBack => OnJob(workflow, handBack.Job, now, job => JobMachine.HandBack(job, handBack.Holder, retries, now)),
        WorkflowCommand.NoteRequest note => OnJob(workflow, note.Job, now, job => ExternalRequests.Note(job, note, now)),
        WorkflowCommand.EndRequest end => OnJob(workflow, end.Job, now, job => ExternalRequests.End(job, end.Holder, now)),
        WorkflowCommand.Abandon abandon => OnJob(workflow, abandon.Job, now, job => JobMachine.Abandon(job, abandon.Detail, now)),
        WorkflowCommand.Block block => OnJob(workflow, block.Job, now, job => JobMachine.Block(job, block.Reason, now)),
        WorkflowCommand.HoldBack hold => Accept(workflow, workflow.MapUnfinishedJobs((_, job) => hold.Until.TryGetValue(job.Id, out var until) ? JobMachine.HoldBack(job, until) : job), now),
        WorkflowCommand.Rate rate => OnJob(workflow, rate.Job, now, job => JobMachine.Rate(job, rate.Rating)),
        WorkflowCommand.LoseWorkers lost => Accept(workflow, LoseWorkers(workflow, lost.LiveInstances, now), now),
        WorkflowCommand.Wake => Accept(workflow, Outbox.Wake(Wake(workflow, now), callbacks, now), now),
        WorkflowCommand.ReportCallback report => new WorkflowDecision.Accepted(Outbox.Report(workflow, report, callbacks, now)),
        WorkflowCommand.ReplayCallbacks => new WorkflowDecision.Accepted(Outbox.Replay(workflow, callbacks, now)),
        WorkflowCommand.Cancel => Cancel(workflow, now),
        WorkflowCommand.Delete => Delete(workflow, now),
        WorkflowCommand.Update update => Update(workflow, update, now),
        WorkflowCommand.UpdateStep update => UpdateStep(workflow, update, now),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private WorkflowDecision.Accepted Accept(WorkflowState before, WorkflowState after, DateTimeOffset now) =>
        before.Status.IsTerminal() ? new WorkflowDecision.Accepted(after) : new WorkflowDecision.Accepted(_settlement.Settle(after, now));

    private WorkflowDecision OnJob(WorkflowState workflow, JobId id, DateTimeOffset now, Func<JobState, JobDecision> decide)
    {
        if (!workflow.TryFindJob(id, out var step, out var index))
        {
            return new WorkflowDecision.Refused(WorkflowRefusal.JobUnknown);
        }

        var job = workflow.Steps[step].Jobs[index];
        var decision = decide(job);
        if (decision.Next is not { } next)
        {
            return new WorkflowDecision.Refused(decision.Refusal);
        }

        return ReferenceEquals(next, job)
            ? new WorkflowDecision.Accepted(workflow)
            : Accept(workflow, workflow.WithJob(step, index, next), now);
    }

    private WorkflowState LoseWorkers(WorkflowState workflow, ImmutableArray<string> liveInstances, DateTimeOffset now) =>
        workflow.MapUnfinishedJobs((_, job) => JobMachine.Interrupt(job, liveInstances, retries, now));

    /// <summary>Deadlines before leases: a step whose time is up does not go back to the pool.</summary>
    private WorkflowState Wake(WorkflowState workflow, DateTimeOffset now) =>
        workflow.MapUnfinishedJobs((step, job) =>
            workflow.DeadlineOf(step) <= now
                ? JobMachine.TimeOut(job, $"The step did not finish within {workflow.Definition.Steps[step].Timeout}.", now)
                : JobMachine.EndPauses(JobMachine.PutOffHedge(JobMachine.ExpireLeases(job, retries, now), now), now));

    /// <summary>Whoever repeats a cancel hears the same again, also when a step had failed before and so the whole ended failed.</summary>
    private WorkflowDecision Cancel(WorkflowState workflow, DateTimeOffset now) => workflow.Status switch
    {
        WorkflowStatus.Canceled => new WorkflowDecision.Accepted(workflow),
        WorkflowStatus.Succeeded or WorkflowStatus.Failed or WorkflowStatus.Expired =>
            workflow.CanceledAt is null ? new WorkflowDecision.Refused(WorkflowRefusal.WorkflowEnded) : new WorkflowDecision.Accepted(workflow),
        WorkflowStatus.Unassigned or WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing =>
            Accept(workflow, CancelUnfinished(workflow, now) with { CanceledAt = now }, now),
    };

    private WorkflowDecision.Accepted Delete(WorkflowState workflow, DateTimeOffset now)
    {
        if (workflow.DeletedAt is not null)
        {
            return new WorkflowDecision.Accepted(workflow);
        }

        var stopped = workflow.Status.IsTerminal() ? workflow : CancelUnfinished(workflow, now);
        return Accept(workflow, stopped with { DeletedAt = now }, now);
    }

    private WorkflowDecision Update(WorkflowState workflow, WorkflowCommand.Update update, DateTimeOffset now)
    {
        if (update.MadeFrom is { } from && !from.StillHolds(workflow))
        {
            return new WorkflowDecision.Refused(WorkflowRefusal.ChangedSince);
        }

        var next = workflow with { Metadata = update.Metadata ?? workflow.Metadata, Tags = update.Tags ?? workflow.Tags };
        if (update.AllowMatureContent is { } allow && allow != workflow.Definition.AllowMatureContent)
        {
            next = next with { Definition = workflow.Definition with { AllowMatureContent = allow } };
        }

        return update.Stop ? Cancel(next, now) : new WorkflowDecision.Accepted(next);
    }

    private WorkflowDecision UpdateStep(WorkflowState workflow, WorkflowCommand.UpdateStep update, DateTimeOffset now)
    {
        if (update.Change.TouchesTheRun && workflow.Status.IsTerminal())
        {
            return new WorkflowDecision.Refused(WorkflowRefusal.WorkflowEnded);
        }

        var step = workflow.Steps[update.Step];
        if (update.Change.TouchesTheRun && step.HasStarted)
        {
            return new WorkflowDecision.Refused(WorkflowRefusal.StepStarted);
        }

        if (update.Change.MadeFrom is { } from && !from.StillHolds(workflow, update.Step))
        {
            return new WorkflowDecision.Refused(WorkflowRefusal.ChangedSince);
        }

        step = step with { Metadata = update.Change.Metadata ?? step.Metadata };
        if (!update.Change.TouchesTheRun)
        {
            return new WorkflowDecision.Accepted(workflow.WithStep(update.Step, step));
        }

        // Jobs that nobody has claimed yet are planned anew from the changed input.
        step = update.Change.Input is null ? step : step with { ReadyAt = null, Jobs = [] };
        var definition = workflow.Definition.WithStep(update.Step, update.Change.ApplyTo(workflow.Definition.Steps[update.Step]));
        return Accept(workflow, workflow.WithStep(update.Step, step) with { Definition = definition }, now);
    }

    /// <summary>Ends what has not ended; what has finished stays as it is.</summary>
    private static WorkflowState CancelUnfinished(WorkflowState workflow, DateTimeOffset now)
    {
        var stopped = workflow.MapUnfinishedJobs((_, job) => JobMachine.Cancel(job, "The workflow was canceled.", now));
        return stopped with
        {
            Steps = [.. stopped.Steps.Select(step => step.Status.IsTerminal() ? step : step with { Status = WorkflowStatus.Canceled, CompletedAt = now })],
        };
    }
}
