using Baton.Contracts.Workers;
using Baton.Contracts.Workflows;

namespace Baton.Client.Workers;

/// <summary>One job under way: what its handler said last, and whether it is still wanted. The handler's thread writes, the heartbeat's reads.</summary>
internal sealed class RunningJob(JobClaim claim) : IDisposable
{
    private readonly Lock _saying = new();
    private readonly CancellationTokenSource _unwanted = new();
    private double? _progress;
    private WorkflowStatus _stage = WorkflowStatus.Processing;
    private string? _preview;
    private bool _hasNews;
    private volatile bool _isLost;

    public JobClaim Claim => claim;

    /// <summary>Canceled when the job is to stop.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>True when the claim is gone, so that nothing of the job is reported any more.</summary>
    public bool IsLost => _isLost;

    public bool HasNews
    {
        get
        {
            lock (_saying)
            {
                return _hasNews;
            }
        }
    }

    public void Report(double progress) => Say(() => _progress = progress);

    public void Enter(WorkflowStatus stage) => Say(() => _stage = stage);

    public void Show(string preview) => Say(() => _preview = preview);

    /// <summary>What the next heartbeat says of it. A preview goes out once.</summary>
    public HeartbeatClaim TakeNews()
    {
        lock (_saying)
        {
            var news = new HeartbeatClaim { JobId = claim.JobId, Epoch = claim.Epoch, Status = _stage, Progress = _progress, Preview = _preview };
            (_preview, _hasNews) = (null, false);
            return news;
        }
    }

    /// <summary>The heartbeat did not arrive; what it said goes with the next one, unless there is something newer.</summary>
    public void PutBack(HeartbeatClaim news)
    {
        lock (_saying)
        {
            _preview ??= news.Preview;
            _hasNews = true;
        }
    }

    /// <summary>Tells the handler to stop; what becomes of the job is reported still.</summary>
    public void Stop() => _unwanted.Cancel();

    /// <summary>The claim is gone: the handler is told to stop, and nothing is reported.</summary>
    public void Lose()
    {
        _isLost = true;
        _unwanted.Cancel();
    }

    public void Dispose() => _unwanted.Dispose();

    private void Say(Action what)
    {
        lock (_saying)
        {
            what();
            _hasNews = true;
        }
    }
}
