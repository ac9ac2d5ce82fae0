using System.Collections.Immutable;
using System.Text.Json;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Core.Tests.Workflows;

/// <summary>One workflow on its way: it was started, and each verb decides at the time the run has come to.</summary>
internal sealed class WorkflowRun
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    public static readonly RetrySchedule Retries = new();
    public static readonly CallbackSchedule Patience = new();

    private static readonly JsonElement Output = JsonElement.Parse("""{"done":true}""");

    private readonly WorkflowMachine _machine = new(new InputPlanner(), Retries, Patience);

    public WorkflowRun(params StepDefinition[] steps)
        : this(AWorkflow.Of(steps))
    {
    }

    public WorkflowRun(WorkflowState submitted)
    {
        Workflow = submitted;
        Decide(new WorkflowCommand.Start());
    }

    public DateTimeOffset Now { get; private set; } = AWorkflow.Start;

    public WorkflowState Workflow { get; private set; }

    public WorkflowStatus Status => Workflow.Status;

    public StepState Step(int step) => Workflow.Steps[step];

    public JobState Job(int step = 0, int number = 0) => Workflow.Steps[step].Jobs[number];

    public WorkflowRun Pass(TimeSpan time)
    {
        Now += time;
        return this;
    }

    /// <summary>Decides, and goes on from the outcome when it was accepted. The result is the refusal, or null.</summary>
    public WorkflowRefusal? Decide(WorkflowCommand command)
    {
        switch (_machine.Decide(Workflow, command, Now))
        {
            case WorkflowDecision.Refused(var reason):
                return reason;
            case WorkflowDecision.Accepted(var next):
                Workflow = next;
                return null;
            default:
                throw new InvalidOperationException("A decision is one or the other.");
        }
    }

    public WorkflowRefusal? Claim(ProviderId by, int step = 0, int number = 0, TimeSpan? hedgeAfter = null) =>
        Decide(new WorkflowCommand.Claim(Id(step, number), by, AJob.WorkerOf(by), Lease, WorkflowStatus.Processing) { HedgeAfter = hedgeAfter });

    public WorkflowRefusal? Hedge() => Decide(new WorkflowCommand.Hedge(Id(0, 0)));

    /// <summary>Hedges, and the fast provider claims the job beside whoever has it.</summary>
    public WorkflowRefusal? Hedged()
    {
        Hedge();
        return Claim(AJob.Fast);
    }

    public WorkflowRefusal? Renew(ProviderId by, int epoch = 1, double? progress = null) =>
        Decide(new WorkflowCommand.Renew(Id(0, 0), Holder(by, epoch), Lease, WorkflowStatus.Processing, progress));

    public WorkflowRefusal? Complete(ProviderId by, int step = 0, int number = 0, int epoch = 1) =>
        Decide(new WorkflowCommand.Complete(Id(step, number), Holder(by, epoch), Output, []));

    public WorkflowRefusal? Fail(ProviderId by, JobFailureKind kind, int step = 0, int number = 0, int epoch = 1) =>
        Decide(new WorkflowCommand.Fail(Id(step, number), Holder(by, epoch), kind, "It did not work."));

    public WorkflowRefusal? HandBack(ProviderId by, int epoch = 1) =>
        Decide(new WorkflowCommand.HandBack(Id(0, 0), Holder(by, epoch)));

    public WorkflowRefusal? Abandon(int step = 0, int number = 0) =>
        Decide(new WorkflowCommand.Abandon(Id(step, number), "Nobody is left."));

    /// <summary>Claims, fails in a way that another provider may not, and gives the job up.</summary>
    public WorkflowRun Exhaust(int step = 0, int number = 0)
    {
        Claim(AJob.Slow, step, number);
        Fail(AJob.Slow, JobFailureKind.Transient, step, number);
        Abandon(step, number);
        return this;
    }

    public WorkflowRefusal? Wake() => Decide(new WorkflowCommand.Wake());

    public WorkflowRefusal? Cancel() => Decide(new WorkflowCommand.Cancel());

    public WorkflowRefusal? LoseWorkers(params ImmutableArray<string> alive) => Decide(new WorkflowCommand.LoseWorkers(alive));

    public WorkflowRefusal? Change(int step, StepChange change) => Decide(new WorkflowCommand.UpdateStep(step, change));

    /// <summary>Claims and completes.</summary>
    public WorkflowRun Do(int step = 0, int number = 0)
    {
        Claim(AJob.Fast, step, number);
        Complete(AJob.Fast, step, number, Job(step, number).Epoch);
        return this;
    }

    /// <summary>Claims and fails in a way that is not tried again.</summary>
    public WorkflowRun Spoil(int step = 0, int number = 0)
    {
        Claim(AJob.Fast, step, number);
        Fail(AJob.Fast, JobFailureKind.Invalid, step, number, Job(step, number).Epoch);
        return this;
    }

    private JobId Id(int step, int number) => JobId.For(Workflow.Id, step, number);

    private static ClaimHolder Holder(ProviderId provider, int epoch) => new(AJob.WorkerOf(provider), epoch);
}
