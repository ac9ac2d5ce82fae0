namespace Baton.WorkerChecks;

/// <summary>Something that goes wrong between worker and server, so many times.</summary>
internal sealed class Fault(FaultKind kind, int times, Func<Heard, bool> hits)
{
    private int _left = times;

    public FaultKind Kind => kind;

    /// <summary>Whether it goes wrong this time.</summary>
    public bool Strikes(Heard request) => hits(request) && Interlocked.Decrement(ref _left) >= 0;
}

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>The server answers 503.</summary>
    Unavailable,

    /// <summary>The connection breaks before the server has heard anything.</summary>
    CutBefore,

    /// <summary>The server does what it is asked, and the connection breaks before the answer is through.</summary>
    CutAfter,

    /// <summary>The claim has been lost meanwhile.</summary>
    ClaimLost,

    /// <summary>The server does not know the worker any more.</summary>
    WorkerUnknown,
}
