using System.Collections.Immutable;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;
using CsCheck;

namespace Baton.Core.Tests.Workflows;

/// <summary>A workflow and what happens to it: a few numbers per event, from which <see cref="Play"/> makes a command that fits the state.</summary>
internal sealed record History(ImmutableArray<StepDefinition> Steps, ImmutableArray<HistoryEvent> Events)
{
    private static readonly WorkflowMachine Machine = new(new InputPlanner(), WorkflowRun.Retries, WorkflowRun.Patience);

    /// <summary>Up to four steps, each of which may depend on earlier ones, and up to sixty events.</summary>
    public static Gen<History> Any { get; } =
        from steps in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 15], Gen.Int[10, 600]).Array[1, 4]
        from events in Gen.Select(Gen.Int[0, 16], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99]).Array[0, 60]
        select new History(
            [.. steps.Select((step, index) => AStep.Of(step.Item1, step.Item2, TimeSpan.FromSeconds(step.Item4), DependsOn(step.Item3, index)))],
            [.. events.Select(e => new HistoryEvent(e.Item1, e.Item2, e.Item3, e.Item4))]);

    /// <summary>As a failing property shows it.</summary>
    public override string ToString() =>
        $"""
        {string.Join('\n', Steps.Select(step => $"{step.Input} jobs, {step.Retries} retries, {step.Timeout}, after [{string.Join(' ', step.DependsOn)}]"))}
        {string.Join('\n', Play().Select(moment => $"{moment.Now:T} {moment.Command} -> {moment.Decision.GetType().Name} {moment.After.Status}"))}
        """;

    /// <summary>Every moment of the history, the started workflow first.</summary>
    public IEnumerable<Moment> Play()
    {
        var now = AWorkflow.Start;
        var submitted = AWorkflow.Of([.. Steps]);
        WorkflowCommand command = new WorkflowCommand.Start();
        var moment = new Moment(submitted, command, Machine.Decide(submitted, command, now), now);
        yield return moment;
        foreach (var happening in Events)
        {
            now += happening.TimePassed;
            command = happening.ToCommand(moment.After);
            moment = new Moment(moment.After, command, Machine.Decide(moment.After, command, now), now);
            yield return moment;
        }
    }

    /// <summary>The same command decided once more.</summary>
    public static WorkflowDecision Repeat(Moment moment) => Machine.Decide(moment.After, moment.Command, moment.Now);

    private static int[] DependsOn(int mask, int index) => [.. Enumerable.Range(0, index).Where(source => (mask & (1 << source)) != 0)];
}

/// <summary>What was decided at one time.</summary>
internal sealed record Moment(WorkflowState Before, WorkflowCommand Command, WorkflowDecision Decision, DateTimeOffset Now)
{
    public WorkflowState After => Decision is WorkflowDecision.Accepted(var next) ? next : Before;
}

/// <summary>Something that happens: which kind, and three numbers that choose job, worker and details.</summary>
internal sealed record HistoryEvent(int Kind, int Job, int Who, int Detail)
{
    private static readonly ImmutableArray<ProviderId> Providers = [AJob.Slow, AJob.Fast, new("odd")];
    private static readonly ImmutableArray<WorkflowStatus> Held = [WorkflowStatus.Preparing, WorkflowStatus.Scheduled, WorkflowStatus.Processing];

    public TimeSpan TimePassed => TimeSpan.FromSeconds(Detail % 10 == 0 ? Job : Detail % 4);

    private ProviderId Provider => Providers[Who % 3];

    public WorkflowCommand ToCommand(WorkflowState workflow)
    {
        var job = Choose(workflow);
        var holder = HolderOf(job);
        var lease = TimeSpan.FromSeconds(10 + Detail);
        var step = Job % workflow.Steps.Length;
        return Kind switch
        {
            0 or 1 or 15 => new WorkflowCommand.Claim(job.Id, Provider, WorkerOf(Provider), lease, Held[Detail % 3]) { HedgeAfter = Detail % 2 == 0 ? null : TimeSpan.FromSeconds(1 + (Detail % 5)) },
            16 => new WorkflowCommand.Hedge(job.Id),
            2 => new WorkflowCommand.Renew(job.Id, holder, lease, Held[Detail % 3], Detail / 100.0),
            3 or 4 => new WorkflowCommand.Complete(job.Id, holder, AStep.Emitting(jobs: 1), []),
            5 => new WorkflowCommand.Fail(job.Id, holder, (JobFailureKind)(Detail % 4), "It did not work."),
            6 => new WorkflowCommand.HandBack(job.Id, holder),
            7 => new WorkflowCommand.Abandon(job.Id, "Nobody is left."),
            8 => new WorkflowCommand.LoseWorkers(Detail % 2 == 0 ? ["p1"] : ["p2"]),
            9 => new WorkflowCommand.Wake(),
            10 when Detail < 15 => new WorkflowCommand.Cancel(),
            10 when Detail < 25 => new WorkflowCommand.Delete(),
            10 => new WorkflowCommand.Update(AStep.Emitting(Detail), [$"tag{Who}"], Who % 2 == 0, Stop: Detail > 95),
            11 => new WorkflowCommand.UpdateStep(step, new StepChange { Metadata = AStep.Emitting(Detail) }),
            13 => new WorkflowCommand.NoteRequest(job.Id, holder, $"key{Detail % 2}", Detail % 3 == 0 ? null : $"remote{Detail % 2}"),
            14 => new WorkflowCommand.EndRequest(job.Id, holder),
            _ => new WorkflowCommand.UpdateStep(step, Change(workflow.Definition.Steps[step])),
        };
    }

    /// <summary>Mostly a job there is, now and then one there is not.</summary>
    private JobState Choose(WorkflowState workflow)
    {
        var jobs = workflow.Steps.SelectMany(step => step.Jobs).ToList();
        return jobs.Count == 0 || Job == 99 ? AJob.Unassigned with { Id = new JobId("job_unknown") } : jobs[Job % jobs.Count];
    }

    /// <summary>Mostly who holds or last held the job; else anybody, under any epoch.</summary>
    private ClaimHolder HolderOf(JobState job) =>
        Who < 40 && job.Hedge is { } hedge ? new ClaimHolder(hedge.Worker, hedge.Epoch)
        : Who < 80 && job.Lease is { } lease ? new ClaimHolder(lease.Worker, lease.Epoch)
        : Who < 90 && job.ReportedBy is { } last ? new ClaimHolder(last, job.ReportedUnder ?? job.Epoch)
        : new ClaimHolder(WorkerOf(Provider), Detail % 4);

    private static WorkerId WorkerOf(ProviderId provider) => new($"{(provider == AJob.Fast ? "p1/" : "")}{provider}");

    private StepChange Change(StepDefinition step) => (Detail % 3) switch
    {
        0 => new StepChange { Input = AStep.Emitting(Detail % 4), DependsOn = step.DependsOn },
        1 => new StepChange { Timeout = TimeSpan.FromSeconds(10 + Detail) },
        _ => new StepChange { Retries = Math.Max(step.Retries, Detail % 3), Priority = Priority.High },
    };
}
