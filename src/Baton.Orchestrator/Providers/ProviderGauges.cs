namespace Baton.Providers;

/// <summary>What is measured of a provider at this moment; written by its queue, read by whoever measures.</summary>
internal sealed class ProviderGauges
{
    private long _pausedUntil;

    public volatile int Waiting;

    public volatile int WorkersWaiting;

    public DateTimeOffset PausedUntil
    {
        get => new(Volatile.Read(ref _pausedUntil), TimeSpan.Zero);
        set => Volatile.Write(ref _pausedUntil, value.UtcTicks);
    }
}
