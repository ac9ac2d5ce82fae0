using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Client.Retries;
using Baton.Contracts.Workflows;

namespace Baton.WorkerChecks;

/// <summary>What a check works with: the server, the worker, and a caller that submits jobs.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private readonly BatonClient _caller;
    private readonly TimeProvider _time;
    private int _registeredFrom;

    private Trial(CheckPlan plan, CheckServer server, TimeProvider time)
    {
        (Plan, Server, _time) = (plan, server, time);
        _caller = BatonClient.Connect(server.Url, server.CallerToken, new RetryOptions { PauseMax = TimeSpan.FromSeconds(1) });
    }

    public CheckPlan Plan { get; }

    public CheckServer Server { get; }

    public Wire Wire => Server.Wire;

    /// <summary>Null when the worker is somebody else's to start and stop.</summary>
    public WorkerProcess? Worker { get; private set; }

    /// <summary>How long a job takes, from its claim to its report; null before the first.</summary>
    public TimeSpan? JobDuration { get; private set; }

    public static async Task<Trial> Begin(CheckPlan plan, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = await CheckServer.Start(plan, time, cancellationToken);
        if (plan.Command.Count == 0)
        {
            plan.Ready(server.Url, server.WorkerToken);
        }

        return new Trial(plan, server, time);
    }

    /// <summary>Starts the worker if it does not run, so that one check's end is not the next one's failure, and waits until it has registered.</summary>
    public async Task<Heard> EnsureWorker(CancellationToken cancellationToken)
    {
        Wire.Plan();
        if (Plan.Command.Count > 0 && Worker?.HasEnded != false)
        {
            Worker?.Dispose();
            _registeredFrom = Wire.Count;
            Worker = WorkerProcess.Start(Plan.Command, Server.Url, Server.WorkerToken);
        }

        return await Expect(_registeredFrom, heard => heard.Verb == Verb.Register, "register", cancellationToken);
    }

    /// <summary>Submits a workflow of one job.</summary>
    public async Task<string> Submit(CancellationToken cancellationToken)
    {
        var template = new JsonObject
        {
            ["steps"] = new JsonArray(new JsonObject { ["$type"] = Plan.Type, ["input"] = JsonNode.Parse(Plan.Input.GetRawText()) }),
        };
        return (await _caller.Submit(template.ToJsonString(), null, cancellationToken)).Id;
    }

    /// <summary>Waits until the worker has claimed the workflow's job; the job's id.</summary>
    public async Task<string> Claimed(string workflowId, int from, CancellationToken cancellationToken)
    {
        var won = await Expect(from, heard => heard.Verb == Verb.Claim && heard.Claims.Any(claim => IsOf(claim, workflowId)), "claim the job", cancellationToken);
        return won.Claims.First(claim => IsOf(claim, workflowId)).GetProperty("jobId").GetString()!;

        static bool IsOf(JsonElement claim, string workflowId) => claim.GetProperty("workflowId").GetString() == workflowId;
    }

    /// <summary>Has the worker do one more job from beginning to end, and fails the check when that does not succeed.</summary>
    /// <returns>The workflow and the job's id.</returns>
    public async Task<(Workflow Workflow, string JobId)> DoJob(CancellationToken cancellationToken)
    {
        var from = Wire.Count;
        var id = await Submit(cancellationToken);
        return await Succeeds(id, from, cancellationToken);
    }

    /// <summary>Waits for the workflow's end and fails the check when it is not a good one.</summary>
    public async Task<(Workflow Workflow, string JobId)> Succeeds(string workflowId, int from, CancellationToken cancellationToken)
    {
        var job = await Claimed(workflowId, from, cancellationToken);
        var ended = await Within(limit => _caller.WaitAsync(workflowId, limit), "finish the job", cancellationToken);
        if (ended.Status != WorkflowStatus.Succeeded)
        {
            var told = ended.Steps[0].Jobs is { Count: > 0 } jobs ? jobs[^1] : null;
            throw Failure($"The job {ended.Status.ToString().ToLowerInvariant()}: {told?.Detail ?? told?.Reason ?? "no reason was given"}");
        }

        // The workflow's end can be seen before the report that brought it is answered and written down.
        await Expect(from, one => one.Verb == Verb.Complete && one.JobId == job, "report the job", cancellationToken);
        var heard = Wire.Since(from);
        if (heard.LastOrDefault(one => one.Verb == Verb.Complete && one.JobId == job) is { } done && heard.FirstOrDefault(one => one.Verb == Verb.Claim && one.Names(job)) is { } won)
        {
            JobDuration = done.At - won.AnsweredAt;
        }

        return (ended, job);
    }

    public Task Cancel(string workflowId, CancellationToken cancellationToken) => _caller.Cancel(workflowId, cancellationToken);

    /// <summary>Whether the bytes behind a signed URL can be read.</summary>
    public async Task<long> Download(string url, CancellationToken cancellationToken)
    {
        using var download = await _caller.DownloadBlob(new Uri(url), cancellationToken);
        using var bytes = new MemoryStream();
        await download.CopyTo(bytes, cancellationToken);
        return bytes.Length;
    }

    /// <summary>Waits for a request of the worker, and fails the check when it does not come.</summary>
    public Task<Heard> Expect(int from, Func<Heard, bool> wanted, string what, CancellationToken cancellationToken) =>
        Within(limit => Wire.First(from, wanted, limit), what, cancellationToken);

    public Task Pause(TimeSpan duration, CancellationToken cancellationToken) => Task.Delay(duration, _time, cancellationToken);

    public static CheckEndedException Failure(string words) => new(CheckVerdict.Failed, words);

    public static CheckEndedException Skip(string words) => new(CheckVerdict.Skipped, words);

    /// <summary>Skips the check when jobs are over too soon for it.</summary>
    public void NeedsJobsOf(TimeSpan duration, string why)
    {
        if (JobDuration is not { } known || known < duration)
        {
            throw Skip($"A job takes {JobDuration?.TotalSeconds ?? 0:0.0} s here, and {why} is seen from {duration.TotalSeconds:0.0} s on: give an input that takes longer, or a shorter --lease.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        Worker?.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = ask(limit.Token);
        var patience = Task.Delay(Plan.Patience, _time, limit.Token);
        var ended = Worker is null ? patience : Worker.Ended(limit.Token);
        var first = await Task.WhenAny(asked, patience, ended);
        if (first != asked && first == ended && first != patience)
        {
            // What it did last may be heard a moment later.
            first = await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(1), _time, limit.Token));
        }

        var isThere = first == asked;
        if (isThere)
        {
            var found = await asked;
            await limit.CancelAsync();
            return found;
        }

        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        throw Worker is { HasEnded: true } gone
            ? Failure($"It ended with code {gone.Code} and did not {what}. Its last words: {gone.LastLine}")
            : Failure($"It did not {what} within {Plan.Patience.TotalSeconds:0} s.");
    }
}
