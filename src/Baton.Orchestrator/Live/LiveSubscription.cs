using Baton.Workflows;

namespace Baton.Live;

/// <summary>
/// One listener's own view: what happened since it looked last. Changes of one workflow are joined into one, so a listener that is slow is told less often and
/// never something old.
/// </summary>
/// <param name="pendingMax">How many changed workflows are kept for it. One that lets more come together has to begin anew.</param>
internal sealed class LiveSubscription(int pendingMax, Action<LiveSubscription> closed) : IDisposable
{
    private readonly Lock _lock = new();
    private Dictionary<WorkflowId, LiveChange>? _pending;
    private TaskCompletionSource? _news;
    private bool _beats;
    private bool _isOverrun;

    public void Tell(LiveChange change)
    {
        lock (_lock)
        {
            var pending = _pending ??= [];
            if (pending.TryGetValue(change.After.Id, out var earlier))
            {
                pending[change.After.Id] = change with { Before = earlier.Before };
            }
            else if (pending.Count < pendingMax)
            {
                pending.Add(change.After.Id, change);
            }
            else
            {
                _isOverrun = true;
            }

            Wake();
        }
    }

    public void Beat()
    {
        lock (_lock)
        {
            _beats = true;
            Wake();
        }
    }

    /// <summary>Ends when there is something. For one reader.</summary>
    public async ValueTask<LiveNews> Next(CancellationToken cancellationToken)
    {
        Task news;
        lock (_lock)
        {
            if (_pending is not null || _beats)
            {
                return Take();
            }

            news = (_news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await news.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return Take();
        }
    }

    public void Dispose() => closed(this);

    private void Wake()
    {
        _news?.TrySetResult();
        _news = null;
    }

    private LiveNews Take()
    {
        var taken = new LiveNews(_pending?.Values ?? (IReadOnlyCollection<LiveChange>)[], _beats, _isOverrun);
        (_pending, _beats) = (null, false);
        return taken;
    }
}

/// <summary>What has come together for a listener.</summary>
/// <param name="Changes">One for each workflow that changed, in the order in which they first did.</param>
/// <param name="Beats">Time has passed.</param>
/// <param name="IsOverrun">More happened than was kept.</param>
internal readonly record struct LiveNews(IReadOnlyCollection<LiveChange> Changes, bool Beats, bool IsOverrun);
