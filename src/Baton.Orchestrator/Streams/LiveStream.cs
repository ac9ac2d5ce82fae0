namespace Baton.Streams;

/// <summary>Those who write or read one stream now. The last one to leave takes it out of memory.</summary>
internal sealed class LiveStream(Action<LiveStream> gone) : IDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = New();
    private int _users;
    private bool _isGone;

    /// <summary>Ends when something was written after this was asked for.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public bool TryEnter()
    {
        lock (_lock)
        {
            _users += _isGone ? 0 : 1;
            return !_isGone;
        }
    }

    public void Written()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isGone = --_users == 0;
            if (!_isGone)
            {
                return;
            }
        }

        gone(this);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
