namespace Baton.Tests.Simulation;

/// <summary>A clock that stands still until it is moved, and timers that ring in the order they are due.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Timer, (DateTimeOffset Due, int Sequence)> _timers = new();
    private int _sequence;

    public DateTimeOffset Now { get; private set; } = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on to the next timer; false when none is set.</summary>
    public bool AdvanceToNext()
    {
        if (!_timers.TryPeek(out _, out var next))
        {
            return false;
        }

        Advance(next.Due > Now ? next.Due - Now : TimeSpan.Zero);
        return true;
    }

    public void Advance(TimeSpan time)
    {
        var until = Now + time;
        while (_timers.TryPeek(out var timer, out var due) && due.Due <= until)
        {
            _timers.Dequeue();
            Now = due.Due > Now ? due.Due : Now;
            timer.Ring(due.Sequence);
        }

        Now = until;
    }

    private sealed class Timer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _set;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _set = ++time._sequence;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._timers.Enqueue(this, (time.Now + dueTime, _set));
            }

            return true;
        }

        /// <summary>Only the last setting counts; a period is nothing the engine uses.</summary>
        public void Ring(int set)
        {
            if (set == _set)
            {
                callback(state);
            }
        }

        public void Dispose() => _set = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
