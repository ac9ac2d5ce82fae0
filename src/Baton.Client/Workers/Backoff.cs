namespace Baton.Client.Workers;

/// <summary>Pauses that double while the server is away, each a random part between half and all of it, so that workers do not come back all at once.</summary>
internal sealed class Backoff(BatonWorkerOptions options)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    private int _tries;

    public void Reset() => _tries = 0;

    public Task Pause(CancellationToken cancellationToken) => Task.Delay(Next(), options.Time, cancellationToken);

    internal TimeSpan Next()
    {
        var longest = First * Math.Pow(2, Math.Min(_tries++, 20));
        return (longest < options.PauseMax ? longest : options.PauseMax) * (0.5 + (options.Random() / 2));
    }
}
