using Baton.Claims;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>What becomes of a job's requests to services outside. Only who holds the job may write one down or strike it out.</summary>
internal static class ExternalRequests
{
    /// <summary>Writes a request down, or what the other side calls it. Another key takes the place of the one before, which is over then.</summary>
    public static JobDecision Note(JobState job, WorkflowCommand.NoteRequest note, DateTimeOffset now)
    {
        if (job.ClaimOf(note.Holder, now) is not { } lease)
        {
            return JobMachine.NotHeld(job, note.Holder);
        }

        var known = job.RequestOf(lease.Provider);
        if (known is not null && known.Key == note.Key)
        {
            return note.RemoteId is null || known.RemoteId == note.RemoteId ? job : With(job, known with { RemoteId = note.RemoteId });
        }

        var lost = known is null ? 0 : known.LostBefore + (known.RemoteId is null ? 1 : 0);
        return With(job, new ExternalRequest { Provider = lease.Provider, Key = note.Key, RemoteId = note.RemoteId, LostBefore = lost, NotedAt = now });
    }

    /// <summary>Strikes the request out: it came to nothing that could be watched any further.</summary>
    public static JobDecision End(JobState job, ClaimHolder holder, DateTimeOffset now) =>
        job.ClaimOf(holder, now) is { } lease ? Without(job, lease.Provider) : JobMachine.NotHeld(job, holder);

    /// <summary>The job, kept for the provider whose worker has gone and whose request is still under way.</summary>
    public static JobState Hold(JobState job, ProviderId provider, DateTimeOffset until) =>
        job.RequestOf(provider) is { } request ? With(job, request with { HeldUntil = until }) : job;

    /// <summary>The job, watched again by the provider that claims it, or by nobody any more once the time is over. The same job when that changes nothing.</summary>
    public static JobState Release(JobState job, Func<ExternalRequest, bool> which) => job.Requests is { } requests && requests.Any(request => request.HeldUntil is not null && which(request))
        ? job with { Requests = [.. requests.Select(request => which(request) ? request with { HeldUntil = null } : request)] }
        : job;

    private static JobState With(JobState job, ExternalRequest request) =>
        job with { Requests = (job.Requests ?? []).RemoveAll(other => other.Provider == request.Provider).Add(request) };

    private static JobState Without(JobState job, ProviderId provider)
    {
        if (job.RequestOf(provider) is null)
        {
            return job;
        }

        var rest = job.Requests!.Value.RemoveAll(request => request.Provider == provider);
        return job with { Requests = rest.IsEmpty ? null : rest };
    }
}
