using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>What has failed at a provider since something last succeeded there: whose claims, on which jobs, and whether workers are lost one after the other.</summary>
internal sealed class FailureStreak
{
    private readonly HashSet<WorkerId> _workers = [];
    private JobId? _firstJob;
    private bool _severalJobs;
    private DateTimeOffset? _losingSince;

    /// <summary>How many workers were lost that began after one was.</summary>
    public int LostAgain { get; private set; }

    /// <summary>True when more than one worker has failed.</summary>
    public bool IsOfSeveralWorkers => _workers.Count > 1;

    public bool Includes(WorkerId worker) => _workers.Contains(worker);

    /// <summary>True when another job than this one has failed.</summary>
    public bool IncludesOtherThan(JobId job) => _severalJobs || (_firstJob is { } failed && failed != job);

    public void Fail(WorkerId worker, JobId job)
    {
        _workers.Add(worker);
        _severalJobs |= IncludesOtherThan(job);
        _firstJob ??= job;
    }

    /// <param name="took">How long ago the claim that was lost began; null when nobody knows.</param>
    public void Lose(TimeSpan? took, DateTimeOffset now)
    {
        _losingSince ??= now;
        LostAgain += now - took >= _losingSince ? 1 : 0;
    }

    /// <summary>Something has succeeded.</summary>
    public void End()
    {
        _workers.Clear();
        (_firstJob, _severalJobs) = (null, false);
        (_losingSince, LostAgain) = (null, 0);
    }

    /// <summary>The worker is gone for good.</summary>
    public void Forget(WorkerId worker) => _workers.Remove(worker);
}
