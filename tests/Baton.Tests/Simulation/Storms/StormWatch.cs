using Baton.Contracts.Workflows;
using Baton.Providers;

namespace Baton.Tests.Simulation.Storms;

/// <summary>Looks on at a storm and keeps what is told of it afterwards.</summary>
internal sealed class StormWatch(StormPlan plan, SimulatedTime time, RacingQueues queues)
{
    /// <summary>So long all must be as before until it is over.</summary>
    private static readonly TimeSpan CalmFor = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _beginning = time.Now;
    private readonly List<DateTimeOffset> _starts = [];
    private int _ends;
    private int _endsUntilPaused;
    private int _waitingMost;
    private DateTimeOffset? _allOpenAt;
    private DateTimeOffset? _drainedAt;

    public DateTimeOffset DownAt => _beginning + plan.DownAt;

    public DateTimeOffset BackAt => DownAt + plan.DownFor;

    /// <summary>True when what the outage left behind has been done for a while.</summary>
    public bool IsOver => _drainedAt + CalmFor <= time.Now;

    public bool IsDown(ProviderId provider, DateTimeOffset at) => StormPlan.Providers.IndexOf(provider) < plan.Down && at >= DownAt && at < BackAt;

    /// <summary>A worker began to work on a job.</summary>
    public void Began() => _starts.Add(time.Now);

    /// <summary>A provider's queue heard of the end of a claim; of the first one it is counted until it is paused.</summary>
    public void Heard(ProviderId provider)
    {
        if (provider == StormPlan.Providers[0] && IsDown(provider, time.Now) && _endsUntilPaused == 0)
        {
            _ends++;
            _endsUntilPaused = queues.Of(provider).Breaker.IsPaused(time.Now) ? _ends : 0;
        }
    }

    /// <summary>Twice a second.</summary>
    public void Look()
    {
        if (time.Now < BackAt)
        {
            _waitingMost = Math.Max(_waitingMost, queues.All.Max(queue => queue.Count));
            return;
        }

        _allOpenAt ??= queues.All.All(queue => !queue.Breaker.IsOnTrial) ? time.Now : null;
        _drainedAt ??= queues.All.All(queue => queue.Count == 0) ? time.Now : null;
    }

    public StormFigures Figures(IReadOnlyList<StormJob> jobs)
    {
        var touched = jobs.Where(job => job.IsTouched(DownAt, BackAt)).ToList();
        return new StormFigures
        {
            Hit = touched.Count(job => job.Status == WorkflowStatus.Succeeded),
            Attempts = touched.Sum(job => job.Attempts),
            WaitingMost = _waitingMost,
            EndsUntilPaused = _endsUntilPaused,
            Failed = jobs.Count(job => job.Status == WorkflowStatus.Failed),
            Expired = jobs.Count(job => job.Status == WorkflowStatus.Expired),
            ExpiredEarly = jobs.Count(job => job.Status == WorkflowStatus.Expired && job.EndedAt - job.SubmittedAt < job.Timeout),
            LatestExpiry = jobs.Where(job => job.Status == WorkflowStatus.Expired).Select(job => job.EndedAt!.Value - job.SubmittedAt - job.Timeout).DefaultIfEmpty().Max(),
            AllOpenAfter = (_allOpenAt ?? BackAt) - BackAt,
            DrainedAfter = (_drainedAt ?? BackAt) - BackAt,
            BusiestStarts = BusiestWindow(_starts.SkipWhile(start => start < BackAt).ToList()),
            FullRateShare = RateBetween(_allOpenAt, _drainedAt),
            FirstJobTook = jobs[0].EndedAt!.Value - jobs[0].SubmittedAt,
        };
    }

    /// <summary>Most starts within the time that one job takes: all slots have one each then.</summary>
    private static int BusiestWindow(List<DateTimeOffset> starts)
    {
        var (most, from) = (0, 0);
        for (var i = 0; i < starts.Count; i++)
        {
            while (starts[i] - starts[from] >= StormPlan.JobLength)
            {
                from++;
            }

            most = Math.Max(most, i - from + 1);
        }

        return most;
    }

    /// <summary>What was begun in this time, as a share of what all slots can do.</summary>
    private double? RateBetween(DateTimeOffset? from, DateTimeOffset? until) =>
        until - from is { } length && length > StormPlan.JobLength ? _starts.Count(start => start >= from && start < until) / (length.TotalSeconds * StormPlan.JobsPerSecondMax) : null;
}
