namespace Baton.Providers.Adapters;

/// <summary>
/// Lets a provider's workers take jobs while its service is there. A service that cannot be reached, or asks for a pause, closes it: jobs wait then instead of failing one
/// after the other. While it is closed one probe at a time asks for the service; the first answer opens it. One that nobody has heard of for a moment is asked for a sign of
/// life before it gets a job, so that a job given to a dead one soon goes elsewhere, with nothing sent that could be charged.
/// </summary>
/// <param name="probe">Whether the service answers within a time; never throws but for cancellation.</param>
/// <param name="reachTimeout">How long a sign of life may take, where the service is not known to be slower.</param>
internal sealed class HealthGate(Func<TimeSpan, CancellationToken, Task<bool>> probe, TimeSpan reachTimeout, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    /// <summary>For how long an answer shows that the service is there.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    /// <summary>A closed gate waits so long for an answer; who is slower counts as away.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    private const int SlowerMax = 3;
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _probing = new(1, 1);
    private readonly Lock _lock = new();
    private DateTimeOffset? _closedUntil;
    private long? _heardAt;
    private TimeSpan _lastTook;
    private Task<bool>? _look;
    private bool _isAway;

    /// <summary>Whether jobs may be taken now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return !_isAway && !(_closedUntil > time.GetUtcNow());
            }
        }
    }

    /// <summary>The service could not be reached. Returns whether that is news.</summary>
    public bool Away()
    {
        lock (_lock)
        {
            return !_isAway && (_isAway = true);
        }
    }

    /// <summary>The service answered.</summary>
    public void There()
    {
        lock (_lock)
        {
            _isAway = false;
            _heardAt = time.GetTimestamp();
        }
    }

    /// <summary>
    /// Whether the service may be given a job: it was heard of a moment ago, or gives a sign of life now. That may take it three times as long as the last one did, lest a slow
    /// service counts as dead. One look serves everybody who asks meanwhile.
    /// </summary>
    public async Task<bool> IsThere(CancellationToken cancellationToken)
    {
        Task<bool> look;
        lock (_lock)
        {
            if (_heardAt is { } heardAt && time.GetElapsedTime(heardAt) < FreshFor)
            {
                return true;
            }

            look = _look ??= Look();
        }

        return await look.WaitAsync(cancellationToken);
    }

    /// <summary>The service asked to be left alone for so long.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + (pause < PauseMax ? pause : PauseMax);
            _closedUntil = _closedUntil > until ? _closedUntil : until;
        }
    }

    public async Task WhenOpen(CancellationToken cancellationToken)
    {
        while (!IsOpen)
        {
            await _probing.WaitAsync(cancellationToken);
            try
            {
                await WaitOrProbe(cancellationToken);
            }
            finally
            {
                _probing.Release();
            }
        }
    }

    public void Dispose() => _probing.Dispose();

    private async Task WaitOrProbe(CancellationToken cancellationToken)
    {
        if (PauseLeft() is { } pause)
        {
            await Task.Delay(pause, time, cancellationToken);
        }
        else if (!IsOpen && await Probe(ProbeTimeout, cancellationToken))
        {
            There();
        }
        else if (!IsOpen)
        {
            await Task.Delay(ProbeInterval, time, cancellationToken);
        }
    }

    private async Task<bool> Look()
    {
        await Task.Yield(); // The caller holds the lock.
        var askedAt = time.GetTimestamp();
        var isThere = false;
        try
        {
            isThere = await Probe(LookTimeout(), CancellationToken.None);
        }
        finally
        {
            lock (_lock)
            {
                _look = null;
                isThere |= _heardAt >= askedAt; // A job under way may have been answered meanwhile.
            }
        }

        return isThere;
    }

    private TimeSpan LookTimeout()
    {
        lock (_lock)
        {
            var slower = _lastTook * SlowerMax;
            return slower < reachTimeout ? reachTimeout : slower < ProbeTimeout ? slower : ProbeTimeout;
        }
    }

    private async Task<bool> Probe(TimeSpan within, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        var answers = await probe(within, cancellationToken);
        if (answers)
        {
            lock (_lock)
            {
                _lastTook = time.GetElapsedTime(askedAt);
            }
        }

        return answers;
    }

    private TimeSpan? PauseLeft()
    {
        lock (_lock)
        {
            return _closedUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;
        }
    }
}
