namespace Baton.WorkerChecks;

/// <summary>Whether a worker survives what goes wrong around it, and leaves others nothing to clear up.</summary>
internal static class TroubleChecks
{
    /// <summary>A server in trouble is asked again.</summary>
    public static Task<string> Trouble(Trial trial, CancellationToken cancellationToken) => DoUnder(
        trial,
        "503",
        [
            new Fault(FaultKind.Unavailable, 2, heard => heard.Verb is Verb.Complete),
            new Fault(FaultKind.Unavailable, 1, heard => heard.Verb is Verb.Heartbeat),
            new Fault(FaultKind.Unavailable, 1, heard => heard.Verb is Verb.Presign),
            new Fault(FaultKind.Unavailable, 2, heard => heard.Verb is Verb.Claim),
        ],
        cancellationToken);

    /// <summary>A connection that breaks is made again.</summary>
    public static Task<string> Connection(Trial trial, CancellationToken cancellationToken) => DoUnder(
        trial,
        "a broken connection",
        [
            new Fault(FaultKind.CutBefore, 2, heard => heard.Verb is Verb.Complete),
            new Fault(FaultKind.CutBefore, 1, heard => heard.Verb is Verb.Heartbeat),
            new Fault(FaultKind.CutBefore, 2, heard => heard.Verb is Verb.Claim),
        ],
        cancellationToken);

    /// <summary>A report whose answer was lost may or may not have arrived; only a repeat makes that sure.</summary>
    public static async Task<string> Repeat(Trial trial, CancellationToken cancellationToken)
    {
        trial.Wire.Plan(new Fault(FaultKind.CutAfter, 1, heard => heard.Verb is Verb.Complete));
        var from = trial.Wire.Count;
        var (_, job) = await trial.DoJob(cancellationToken);
        var lost = trial.Wire.Since(from).First(heard => heard.Verb == Verb.Complete && heard.JobId == job);
        var again = await trial.Expect(
            from, heard => heard.Verb == Verb.Complete && heard.JobId == job && heard != lost, "repeat its report after the answer was lost on the way", cancellationToken);
        if (again.IsRefused)
        {
            throw Trial.Failure($"It repeated its report with something else in it, and was refused with {again.Status}.");
        }

        await trial.DoJob(cancellationToken);
        return "Repeated the report whose answer was lost, and went on.";
    }

    /// <summary>A 409 is final.</summary>
    public static async Task<string> Refusal(Trial trial, CancellationToken cancellationToken)
    {
        string? first = null;
        trial.Wire.Plan(new Fault(FaultKind.ClaimLost, int.MaxValue, heard => heard.Verb is Verb.Complete && (first ??= heard.JobId) == heard.JobId));
        var from = trial.Wire.Count;
        var id = await trial.Submit(cancellationToken);
        var job = await trial.Claimed(id, from, cancellationToken);
        await trial.Expect(from, heard => heard.Verb is Verb.Complete && heard.JobId == job, "report on the job", cancellationToken);

        // Or it would be handed out again when the lease is over.
        await trial.Cancel(id, cancellationToken);
        await trial.DoJob(cancellationToken);
        var reports = trial.Wire.Since(from).Count(heard => heard.Verb == Verb.Complete && heard.JobId == job);
        return reports <= 2
            ? "Went on with the next job after its claim was lost."
            : throw Trial.Failure($"It repeated a report {reports} times after it was told that the claim is lost; a 409 is final.");
    }

    /// <summary>Who is not known any more registers again.</summary>
    public static async Task<string> Forgotten(Trial trial, CancellationToken cancellationToken)
    {
        var from = trial.Wire.Count;
        trial.Wire.Plan(new Fault(FaultKind.WorkerUnknown, 1, heard => heard.Verb is Verb.Claim));

        // A claim that waits already ends with this job; the next one is told.
        await trial.DoJob(cancellationToken);
        await trial.Expect(from, heard => heard.Verb == Verb.Register && !heard.IsRefused, "register again after 404 worker-not-found", cancellationToken);
        await trial.DoJob(cancellationToken);
        return "Registered again after 404 worker-not-found.";
    }

    /// <summary>A server that is away for a moment takes no job with it.</summary>
    public static async Task<string> Restart(Trial trial, CancellationToken cancellationToken)
    {
        var from = trial.Wire.Count;
        var id = await trial.Submit(cancellationToken);
        await trial.Claimed(id, from, cancellationToken);
        await trial.Server.Restart(cancellationToken);
        await trial.Succeeds(id, from, cancellationToken);
        await trial.DoJob(cancellationToken);
        return "Went on after the server was started again.";
    }

    /// <summary>Told to stop, it hands back what it holds, so that nobody waits for its lease to run out.</summary>
    public static async Task<string> HandBack(Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Worker is not { } worker)
        {
            throw Trial.Skip("The worker was started by somebody else; give the command that starts it.");
        }

        if (trial.JobDuration is null)
        {
            await trial.DoJob(cancellationToken);
        }

        trial.NeedsJobsOf(TimeSpan.FromSeconds(0.5), "handing back");
        var from = trial.Wire.Count;
        var id = await trial.Submit(cancellationToken);
        var job = await trial.Claimed(id, from, cancellationToken);
        var registration = trial.Wire.Since(0).Last(heard => heard.Names(job)).WorkerId;
        await worker.Terminate(cancellationToken);
        await trial.Expect(
            from, heard => (heard.JobId == job && heard.Verb is Verb.HandBack or Verb.Complete) || (heard.Verb == Verb.Leave && heard.WorkerId == registration),
            "hand its job back, or finish it, after SIGTERM", cancellationToken);
        await worker.Ended(cancellationToken).WaitAsync(trial.Plan.Patience, cancellationToken);
        return worker.Code == 0
            ? "Handed its job back after SIGTERM, and ended with code 0."
            : throw Trial.Failure($"It handed its job back after SIGTERM, but ended with code {worker.Code}.");
    }

    /// <summary>One job from beginning to end, without its being done twice.</summary>
    private static async Task<string> DoUnder(Trial trial, string what, Fault[] faults, CancellationToken cancellationToken)
    {
        trial.Wire.Plan(faults);
        var from = trial.Wire.Count;
        var (_, job) = await trial.DoJob(cancellationToken);
        await trial.DoJob(cancellationToken);
        var epoch = trial.Wire.Since(from).Where(heard => heard.Verb == Verb.Claim).Select(heard => heard.ClaimOf(job)).Max(claim => claim.ValueKind == System.Text.Json.JsonValueKind.Object ? claim.GetProperty("epoch").GetInt32() : 0);
        return epoch == 1
            ? $"Went on after {what}, and did each job once."
            : throw Trial.Failure($"A job was lost after {what} and had to be claimed {epoch} times; a report is repeated until it is answered.");
    }
}
