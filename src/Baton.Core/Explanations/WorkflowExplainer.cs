using System.Collections.Immutable;
using System.Globalization;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Offers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Explanations;

/// <summary>Says of each job what happened or what it waits for (invariant Explained). A pure function of the workflow and of what is known of its providers.</summary>
/// <param name="providersOf">Null for a job whose providers nobody looked at.</param>
/// <param name="moderationTrouble">Why jobs that nobody has had yet may wait for moderation; null when they do not.</param>
public sealed class WorkflowExplainer(
    WorkflowState workflow, Func<JobState, ImmutableArray<ProviderSnapshot>?> providersOf, Func<string, DurationRange?> durationOf, DateTimeOffset now, string? moderationTrouble = null)
{
    public WorkflowExplanation Explain() => new()
    {
        WorkflowId = workflow.Id.Value,
        Status = workflow.Status,
        Steps = [.. Enumerable.Range(0, workflow.Steps.Length).Select(ExplainStep)],
    };

    private StepExplanation ExplainStep(int index)
    {
        var (step, definition) = (workflow.Steps[index], workflow.Definition.Steps[index]);
        string[] waitsFor = [.. definition.DependsOn.Where(other => !workflow.Steps[other].Status.IsTerminal()).Select(other => workflow.Definition.Steps[other].Name)];
        return new StepExplanation
        {
            Name = definition.Name,
            Type = definition.Type,
            Status = step.Status,
            Summary = Summarize(index, waitsFor),
            WaitsFor = step.Status.IsTerminal() ? [] : waitsFor,
            Deadline = step.Status.IsTerminal() ? null : workflow.DeadlineOf(index),
            Jobs = [.. step.Jobs.Select(job => ExplainJob(job, definition, step.ReadyAt))],
        };
    }

    private string Summarize(int index, string[] waitsFor)
    {
        var (step, definition) = (workflow.Steps[index], workflow.Definition.Steps[index]);
        if (step.Status == WorkflowStatus.Canceled && step.Jobs.IsEmpty)
        {
            var broken = definition.DependsOn.Where(other => workflow.Steps[other].Status is WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled)
                .Select(other => workflow.Definition.Steps[other].Name).FirstOrDefault();
            return broken is not null && !(step.CompletedAt >= workflow.CanceledAt) ? $"Canceled, because step '{broken}' did not succeed."
                : workflow.CanceledAt is { } canceledAt ? $"Canceled with the workflow at {Time(canceledAt)}."
                : "Canceled.";
        }

        return step switch
        {
            { Status: WorkflowStatus.Succeeded } => "Succeeded.",
            { Status: WorkflowStatus.Failed } => "Failed; its jobs say why.",
            { Status: WorkflowStatus.Expired } => $"Its time of {definition.Timeout} was up.",
            { Status: WorkflowStatus.Canceled } => "Canceled.",
            _ when waitsFor.Length > 0 => $"Waits for {string.Join(", ", waitsFor.Select(name => $"'{name}'"))}.",
            { Jobs.IsEmpty: true } => "About to begin.",
            _ => $"{step.CurrentJobs().Count(job => job.Status.IsTerminal())} of {step.CurrentJobs().Count()} jobs have ended.",
        };
    }

    private JobExplanation ExplainJob(JobState job, StepDefinition step, DateTimeOffset? readyAt)
    {
        var looked = job.Status.IsTerminal() ? [] : providersOf(job);
        var providers = NoteHeldBack(job, readyAt, looked ?? []);
        var advice = FailureAdvice.For(job);
        var ahead = job.Status == WorkflowStatus.Unassigned ? providers.Where(provider => provider.WhyNot is null).Select(provider => provider.Ahead).Min() : null;
        return new JobExplanation
        {
            Id = job.Id.Value,
            Status = job.Status,
            Reason = job.Reason?.ToWire(),
            Summary = looked is null && job.Lease is null ? "Waits for a provider, as those before it do." : Summarize(job, providers),
            Fault = advice?.Fault,
            Retryable = advice?.Retryable,
            WhatToDo = advice?.WhatToDo ?? WhatUnblocks(job, providers),
            Claims = job.Epoch,
            Attempts = [.. AttemptsOf(job)],
            Requests = job.Requests is { } requests ? [.. requests.Select(request => Explain(request, job))] : null,
            CostDollars = (double?)job.Cost,
            Providers = [.. providers.Select(provider => Explain(provider, job))],
            Ahead = ahead,
            Estimate = Estimate(job, step, providers, ahead),
        };
    }

    /// <summary>The providers, those marked that may not have the waiting job yet.</summary>
    private ImmutableArray<ProviderSnapshot> NoteHeldBack(JobState job, DateTimeOffset? readyAt, ImmutableArray<ProviderSnapshot> providers)
    {
        if (job.Status != WorkflowStatus.Unassigned || readyAt is not { } ready)
        {
            return providers;
        }

        var heldBack = SpillOver.HeldBackFrom(job, ready, [.. providers.Where(provider => provider.WhyNot is null).Select(provider => new SpillCandidate(provider.Provider, provider.Terms, provider.CanBegin))], now);
        return heldBack.IsEmpty ? providers : [.. providers.Select(provider => provider with { HeldBack = heldBack.FirstOrDefault(held => held.Provider == provider.Provider) })];
    }

    private string Summarize(JobState job, ImmutableArray<ProviderSnapshot> providers)
    {
        if (job.Status.IsTerminal())
        {
            return job.Status == WorkflowStatus.Succeeded ? Done(job) : job.Detail ?? job.BlockedReason ?? "It did not succeed.";
        }

        if (job.Lease is { } lease)
        {
            var since = lease.ClaimedAt is { } at ? $" since {Time(at)}" : "";
            return $"{lease.Provider} has it{since}; unless renewed, its claim ends at {Time(lease.ExpiresAt)}.{Hedged(job)}";
        }

        if (moderationTrouble is not null && job.Epoch == 0)
        {
            return $"Waits for moderation, which is asked again and again. {moderationTrouble}";
        }

        if (job.HeldFor(now) is { } watcher)
        {
            return $"Waits for {watcher}, which has a request of this job under way at its service and goes on with it.";
        }

        var able = providers.Count(provider => Explain(provider, job).Viable);
        return able == 0
            ? "No provider is left for it; it ends as soon as that is noticed."
            : $"Waits for a provider; {able} of {providers.Length} can take it.{string.Concat(providers.Select(provider => provider.HeldBack).OfType<HeldBack>().Select(held => $" {held.Provider} is held back until {Time(held.Until)}, since {held.BehindOf} is preferred."))}";
    }

    /// <summary>What was done because the claim takes longer than such claims do.</summary>
    private static string Hedged(JobState job) => job switch
    {
        { Hedge: { } second } => $" That takes long, so {second.Provider} has it too; the first to finish wins.",
        { WantsHedge: true } => " That takes long, so it is offered once more; the first to finish wins.",
        _ => "",
    };

    private static string Done(JobState job)
    {
        var by = job.DoneBy is { } provider ? $" by {provider}" : "";
        var took = job is { StartedAt: { } from, CompletedAt: { } to } ? $" in {Seconds(to - from)}" : "";
        var claims = job.Epoch > 1 ? $", at claim {Number(job.ReportedUnder ?? job.Epoch)}" : "";
        var hedged = job.Attempts?.FirstOrDefault(attempt => attempt.Outcome == AttemptOutcome.Overtaken) is { } other ? $"; {other.Provider} had it too and was not as quick" : "";
        var cost = job.Cost is { } dollars ? $", for {dollars.ToString("0.######", CultureInfo.InvariantCulture)} US dollars" : "";
        return $"Done{by}{took}{claims}{cost}{hedged}.";
    }

    private ProviderExplanation Explain(ProviderSnapshot provider, JobState job)
    {
        var trouble = job.TroubleWith(provider.Provider);
        var (viable, why) = provider switch
        {
            { WhyNot: { } whyNot } => (false, whyNot),
            _ when trouble is { Exhausted: true, Rejected: true } => (false, $"it refused: {trouble.Detail}"),
            _ when trouble is { Exhausted: true } => (false, $"given up after {Count(trouble.Failures + trouble.FailedTrials)}: {trouble.Detail}"),
            _ when trouble?.PausedUntil > now => (true, $"paused until {Time(trouble.PausedUntil.Value)} after {Count(trouble.Failures + trouble.FailedTrials)}: {trouble.Detail}"),
            { HeldBack: { } held } => (true, $"held back until {Time(held.Until)}: {held.BehindOf} is preferred; spills over after {Seconds(provider.Terms.SpillAfter)}"),
            { IsStopped: true } => (true, "paused by an operator"),
            _ when provider.Breaker.IsPaused(now) => (true, $"paused until {Time(provider.Breaker.PausedUntil!.Value)} after {Count(provider.Breaker.Failures)} in a row, whatever the job"),
            _ when provider.Breaker.IsOnTrial => (true, $"takes one job after the other to see whether it works again, after {Count(provider.Breaker.Failures)} in a row"),
            { Slots: 0 } => (true, "none of its workers is there"),
            { FreeSlots: 0 } => (true, $"{Number(provider.Slots)} of {Number(provider.Slots)} slots busy{(provider.Ahead is > 0 and var ahead ? $", {Number(ahead)} {(ahead == 1 ? "job" : "jobs")} ahead" : "")}"),
            _ => (true, $"{Number(provider.FreeSlots)} of {Number(provider.Slots)} slots free"),
        };
        return new ProviderExplanation { Provider = provider.Provider.Value, Viable = viable, Why = why };
    }

    private ExternalRequestExplanation Explain(ExternalRequest request, JobState job) => new()
    {
        Provider = request.Provider.Value,
        NotedAt = request.NotedAt,
        RemoteId = request.RemoteId,
        Summary = Stand(request, job) + request.LostBefore switch
        {
            0 => "",
            1 => " Of an earlier one it is not known whether it arrived, so it may have been charged too.",
            var lost => $" Of {Number(lost)} earlier ones it is not known whether they arrived, so they may have been charged too.",
        },
    };

    private string Stand(ExternalRequest request, JobState job) => request switch
    {
        _ when job.Status == WorkflowStatus.Succeeded && job.DoneBy == request.Provider => "It brought the result.",
        _ when job.Status.IsTerminal() => "The job has ended without it.",
        { HeldUntil: { } until } when until > now => $"Nobody watches it now; until {Time(until)} the job waits for {request.Provider} to go on with it.",
        _ when job.Lease?.Provider == request.Provider && request.RemoteId is null => "It was about to be made; what the service calls it is not known yet.",
        _ when job.Lease?.Provider == request.Provider => "It is watched.",
        { RemoteId: null } => "Nobody watches it, and whether it reached the service is not known.",
        _ => $"Nobody watches it now; {request.Provider} goes on with it when it claims the job again.",
    };

    /// <summary>What would let a waiting job begin; null when nobody need do anything.</summary>
    private string? WhatUnblocks(JobState job, ImmutableArray<ProviderSnapshot> providers)
    {
        if (job.Status != WorkflowStatus.Unassigned)
        {
            return null;
        }

        var able = providers.Where(provider => provider.HeldBack is null && Explain(provider, job).Viable).ToList();
        return able switch
        {
            [] => null,
            _ when able.All(provider => provider.Slots == 0) => $"Start a worker of {string.Join(" or ", able.Select(provider => provider.Provider))}.",
            _ when able.All(provider => provider.IsStopped) => "It begins when an operator lets a provider take jobs again.",
            _ when able.All(provider => provider.Breaker.IsPaused(now)) => "Nothing; it is tried again when a pause ends, and waits for that until its step's time is up.",
            _ when able.All(provider => provider.FreeSlots == 0) && providers.Where(provider => provider.HeldBack is not null).MinBy(provider => provider.HeldBack!.Until) is { HeldBack: { } next } =>
                $"It begins when a slot is free, or at {next.Provider} after {Time(next.Until)}.",
            _ when able.All(provider => provider.FreeSlots == 0) => "It begins when a slot is free; more workers would shorten the wait.",
            _ => null,
        };
    }

    private static IEnumerable<AttemptExplanation> AttemptsOf(JobState job) => EndedAndLive(job).OrderBy(attempt => attempt.Number);

    private static IEnumerable<AttemptExplanation> EndedAndLive(JobState job)
    {
        foreach (var attempt in job.Attempts ?? [])
        {
            yield return new AttemptExplanation
            {
                Number = attempt.Epoch,
                Provider = attempt.Provider.Value,
                Worker = attempt.Worker.Value,
                StartedAt = attempt.StartedAt,
                EndedAt = attempt.EndedAt,
                Outcome = attempt.Outcome.ToWire(),
                Detail = attempt.Detail,
                CostDollars = (double?)attempt.Cost,
            };
        }

        foreach (var lease in job.LiveClaims())
        {
            yield return new AttemptExplanation
            {
                Number = lease.Epoch, Provider = lease.Provider.Value, Worker = lease.Worker.Value, StartedAt = lease.ClaimedAt, Outcome = "running",
            };
        }

        if (job is { Status: WorkflowStatus.Succeeded, DoneBy: { } provider, ReportedBy: { } worker })
        {
            yield return new AttemptExplanation
            {
                Number = job.ReportedUnder ?? job.Epoch, Provider = provider.Value, Worker = worker.Value, StartedAt = job.LastClaimedAt ?? job.StartedAt, EndedAt = job.CompletedAt, Outcome = AttemptOutcome.Succeeded.ToWire(), CostDollars = (double?)job.Cost,
            };
        }
    }

    private WaitEstimate? Estimate(JobState job, StepDefinition step, ImmutableArray<ProviderSnapshot> providers, int? ahead)
    {
        if (job.Status.IsTerminal() || durationOf(step.Type) is not { } one)
        {
            return null;
        }

        // Only those who could begin now, or when a job of theirs ends, shorten the wait.
        var slots = providers.Where(provider => provider.HeldBack is null && Explain(provider, job).Viable && !provider.IsStopped && !provider.Breaker.IsPaused(now) && !(job.TroubleWith(provider.Provider)?.PausedUntil > now)).Sum(provider => provider.Slots);
        if (job.Lease is null && slots == 0)
        {
            return null;
        }

        var rounds = job.Lease is null ? 1 + ((ahead ?? 0) / slots) : 1;
        var gone = job.Lease?.ClaimedAt is { } at ? now - at : TimeSpan.Zero;
        return new WaitEstimate { LowSeconds = Left(one.Quick), HighSeconds = Left(one.Slow) };

        double Left(TimeSpan duration) => Math.Round(Math.Max(0, ((duration * rounds) - gone).TotalSeconds), 3);
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private static string Count(int failures) => $"{Number(failures)} {(failures == 1 ? "failure" : "failures")}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
