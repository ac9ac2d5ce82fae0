namespace Baton.Providers.Adapters;

/// <summary>
/// Lets a provider's workers take jobs while its service is there. A service that cannot be reached, or asks for a pause, closes it: jobs wait then instead of failing one
/// after the other. While it is closed one probe at a time asks for the service; the first answer opens it.
/// </summary>
internal sealed class HealthGate(Func<CancellationToken, Task<bool>> probe, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _probing = new(1, 1);
    private readonly Lock _lock = new();
    private DateTimeOffset? _closedUntil;
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

    /// <summary>The service could not be reached.</summary>
    public void Away()
    {
        lock (_lock)
        {
            _isAway = true;
        }
    }

    /// <summary>The service answered.</summary>
    public void There()
    {
        lock (_lock)
        {
            _isAway = false;
        }
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
        else if (!IsOpen && await probe(cancellationToken))
        {
            There();
        }
        else if (!IsOpen)
        {
            await Task.Delay(ProbeInterval, time, cancellationToken);
        }
    }

    private TimeSpan? PauseLeft()
    {
        lock (_lock)
        {
            return _closedUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;
        }
    }
}
