using System.Text.Json;

namespace Baton.WorkerChecks;

/// <summary>Whether a worker says that it lives, and listens to what it is told.</summary>
internal static class HeartbeatChecks
{
    /// <summary>No lease runs out while it works.</summary>
    public static async Task<string> Renew(Trial trial, CancellationToken cancellationToken)
    {
        await Known(trial, cancellationToken);
        trial.NeedsJobsOf(trial.Plan.Lease, "a renewal");
        var from = trial.Wire.Count;
        var id = await trial.Submit(cancellationToken);
        var job = await trial.Claimed(id, from, cancellationToken);
        var first = await trial.Expect(from, heard => heard.JobId == job && heard.Verb is Verb.Complete or Verb.Fail or Verb.HandBack, "report on the job", cancellationToken);
        var signs = trial.Wire.Since(from).Where(heard => heard.Names(job) && !heard.IsRefused && heard.Verb is Verb.Claim or Verb.Heartbeat or Verb.Complete).ToList();
        var beats = signs.Count(heard => heard.Verb == Verb.Heartbeat);

        // Not by what the server says alone: right after its start it is lenient.
        var silence = signs.Append(first).Zip(signs.Append(first).Skip(1), (one, next) => next.At - one.AnsweredAt).Max();
        if (first.IsRefused || silence > trial.Plan.Lease)
        {
            throw Trial.Failure($"It was silent for {silence.TotalSeconds:0.0} s while it worked, and a lease lasts {trial.Plan.Lease.TotalSeconds:0.#} s ({beats} heartbeats in all). Renew every heartbeatSeconds.");
        }

        await trial.Succeeds(id, from, cancellationToken);
        return $"{beats} heartbeats in {(first.At - signs[0].AnsweredAt).TotalSeconds:0.0} s; the lease of {trial.Plan.Lease.TotalSeconds:0.#} s never ran out.";
    }

    /// <summary>Callers can see how far a job is.</summary>
    public static async Task<string> Progress(Trial trial, CancellationToken cancellationToken)
    {
        await Known(trial, cancellationToken);
        trial.NeedsJobsOf(trial.Plan.Lease, "progress");
        var from = trial.Wire.Count;
        var (_, job) = await trial.DoJob(cancellationToken);
        var told = trial.Wire.Since(from)
            .Where(heard => heard.Verb == Verb.Heartbeat)
            .Select(heard => heard.ClaimOf(job))
            .Where(claim => claim.ValueKind == JsonValueKind.Object && claim.TryGetProperty("progress", out var progress) && progress.ValueKind == JsonValueKind.Number)
            .Select(claim => claim.GetProperty("progress").GetDouble())
            .ToList();
        return told.Exists(progress => progress > 0)
            ? $"Told {string.Join(", ", told.Select(progress => $"{progress:P0}"))}."
            : throw Trial.Failure("No heartbeat told of any progress; callers see 0 % until the job is done.");
    }

    /// <summary>It stops a job that nobody wants any more.</summary>
    public static async Task<string> Cancel(Trial trial, CancellationToken cancellationToken)
    {
        await Known(trial, cancellationToken);
        trial.NeedsJobsOf(trial.Plan.Lease, "a cancellation");
        var from = trial.Wire.Count;
        var id = await trial.Submit(cancellationToken);
        var job = await trial.Claimed(id, from, cancellationToken);
        await trial.Cancel(id, cancellationToken);
        var told = await trial.Expect(
            from, heard => heard.IsToldToStop(job) || (heard.JobId == job && heard.Verb is Verb.Complete), "send a heartbeat for the job, and so hear that it was canceled", cancellationToken);
        if (told.Verb == Verb.Complete)
        {
            throw Trial.Failure("It finished the canceled job without having asked whether it is still wanted.");
        }

        // It would be done by then if it had gone on.
        await trial.Pause(trial.JobDuration!.Value, cancellationToken);
        var after = trial.Wire.Since(from).SkipWhile(heard => heard != told).Skip(1).Where(heard => heard.Names(job)).ToList();
        if (after.Exists(heard => heard.Verb == Verb.Complete))
        {
            throw Trial.Failure("It was told that the job is not wanted any more and finished it all the same.");
        }

        // One heartbeat may have been on its way.
        return after.Count(heard => heard.Verb == Verb.Heartbeat) <= 1
            ? "Stopped when it was told that the job was canceled."
            : throw Trial.Failure("It was told that the job is not wanted any more and went on renewing it.");
    }

    /// <summary>How long a job takes has to be known first.</summary>
    private static async Task Known(Trial trial, CancellationToken cancellationToken)
    {
        if (trial.JobDuration is null)
        {
            await trial.DoJob(cancellationToken);
        }
    }
}
