namespace Baton.WorkerChecks;

/// <summary>One thing that a worker must do.</summary>
/// <param name="Name">What an author asks for it by.</param>
/// <param name="Look">Says what was seen; throws <see cref="CheckEndedException"/> when that is not what must be.</param>
internal sealed record WorkerCheck(string Name, Func<Trial, CancellationToken, Task<string>> Look)
{
    /// <summary>In this order; the last one ends the worker.</summary>
    public static IReadOnlyList<WorkerCheck> All { get; } =
    [
        new("register", ClaimChecks.Register),
        new("wait", ClaimChecks.Wait),
        new("job", ClaimChecks.Job),
        new("upload", ClaimChecks.Upload),
        new("renew", HeartbeatChecks.Renew),
        new("progress", HeartbeatChecks.Progress),
        new("trouble", TroubleChecks.Trouble),
        new("connection", TroubleChecks.Connection),
        new("repeat", TroubleChecks.Repeat),
        new("refusal", TroubleChecks.Refusal),
        new("forgotten", TroubleChecks.Forgotten),
        new("restart", TroubleChecks.Restart),
        new("cancel", HeartbeatChecks.Cancel),
        new("hand-back", TroubleChecks.HandBack),
    ];

    /// <summary>Carries the checks of the plan out, one after another; tells of each as it ends.</summary>
    public static async Task<IReadOnlyList<CheckResult>> Run(CheckPlan plan, TimeProvider time, Action<CheckResult> ended, CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        await using var trial = await Trial.Begin(plan, time, cancellationToken);
        foreach (var check in All.Where(check => plan.Only.Count == 0 || plan.Only.Contains(check.Name)))
        {
            var result = await check.Carry(trial, cancellationToken);
            results.Add(result);
            ended(result);
        }

        return results;
    }

    private async Task<CheckResult> Carry(Trial trial, CancellationToken cancellationToken)
    {
        try
        {
            await trial.EnsureWorker(cancellationToken);
            return new CheckResult(Name, CheckVerdict.Passed, await Look(trial, cancellationToken));
        }
        catch (CheckEndedException e)
        {
            return new CheckResult(Name, e.Verdict, e.Message);
        }
    }
}
