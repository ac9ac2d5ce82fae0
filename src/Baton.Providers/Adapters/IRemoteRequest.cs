using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>A request that a service takes into a queue of its own, and that can be watched from then on by the id it gives.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
internal interface IRemoteRequest<T>
{
    /// <summary>Makes the request and returns what the service calls it. Throws <see cref="ServiceFault"/>.</summary>
    Task<string> Make(OpenRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the service about a request that was written down and whose id nobody here learned.</summary>
    Task<RemoteFinding> Find(OpenRequest request, CancellationToken cancellationToken);

    /// <summary>Watches the request to its end and brings its result. A <see cref="ServiceFault"/> whose fate is Over means that it has ended without one.</summary>
    Task<T> Watch(string remoteId, CancellationToken cancellationToken);

    /// <summary>Stops it, as far as the service can.</summary>
    Task Cancel(string remoteId, CancellationToken cancellationToken);
}

/// <summary>What a service knows about a request of ours.</summary>
internal abstract record RemoteFinding
{
    private RemoteFinding()
    {
    }

    /// <summary>It has it, under this id.</summary>
    public sealed record Found(string RemoteId) : RemoteFinding;

    /// <summary>It never arrived.</summary>
    public sealed record NeverMade : RemoteFinding;

    /// <summary>The protocol has no way to ask.</summary>
    public sealed record CannotTell : RemoteFinding;
}
