using System.Text.Json;

namespace Baton.WorkerChecks;

/// <summary>Whether a worker gets jobs and does them.</summary>
internal static class ClaimChecks
{
    private const int WaitSecondsMin = 5;

    /// <summary>It registers, and can do what is checked.</summary>
    public static async Task<string> Register(Trial trial, CancellationToken cancellationToken)
    {
        var registered = await trial.EnsureWorker(cancellationToken);
        if (registered.IsRefused)
        {
            throw Trial.Failure($"Its registration was refused with {registered.Status}: {registered.Answer}");
        }

        var types = registered.Answer.GetProperty("capabilities").EnumerateArray().Select(capability => capability.GetProperty("type").GetString()).ToList();
        return types.Contains(trial.Plan.Type)
            ? $"Registered for {string.Join(", ", types)} with {registered.Answer.GetProperty("slots")} slots."
            : throw Trial.Failure($"It registered for {string.Join(", ", types)}, not for {trial.Plan.Type}.");
    }

    /// <summary>It lets the server wait for a job instead of asking again and again.</summary>
    public static async Task<string> Wait(Trial trial, CancellationToken cancellationToken)
    {
        var from = trial.Wire.Count;
        await trial.DoJob(cancellationToken);
        var claim = trial.Wire.Since(from).First(heard => heard.Verb == Verb.Claim);
        var seconds = int.TryParse(claim.Query["wait"], out var given) ? given : 0;
        return seconds >= WaitSecondsMin
            ? $"Claims wait for up to {seconds} s at the server."
            : throw Trial.Failure($"Claims come with wait={seconds}; with wait=60 a job is handed over at once and nobody asks in vain.");
    }

    public static async Task<string> Job(Trial trial, CancellationToken cancellationToken)
    {
        await trial.DoJob(cancellationToken);
        await trial.DoJob(cancellationToken);
        return $"Two jobs, one after another; the last took {trial.JobDuration?.TotalSeconds:0.0} s.";
    }

    /// <summary>What it makes can be read.</summary>
    public static async Task<string> Upload(Trial trial, CancellationToken cancellationToken)
    {
        var from = trial.Wire.Count;
        var (workflow, _) = await trial.DoJob(cancellationToken);
        var urls = UrlsIn(workflow.Steps[0].Output ?? default).ToList();
        if (urls.Count == 0)
        {
            throw Trial.Skip("The output names no blob.");
        }

        var bytes = 0L;
        foreach (var url in urls)
        {
            bytes += await trial.Download(url, cancellationToken);
        }

        return trial.Wire.Since(from).Any(heard => heard.Verb == Verb.Upload)
            ? $"{urls.Count} blob(s) of together {bytes:N0} bytes, uploaded and readable."
            : throw Trial.Failure("The output names blobs, but nothing was uploaded for the job.");
    }

    private static IEnumerable<string> UrlsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(UrlsIn),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => UrlsIn(member.Value)),
        JsonValueKind.String when value.GetString()!.Contains(Blobs.BlobUrlSigner.Path + "/blob_", StringComparison.Ordinal) => [value.GetString()!],
        _ => [],
    };
}
