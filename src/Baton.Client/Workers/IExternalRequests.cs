using System.Globalization;

namespace Baton.Client.Workers;

/// <summary>
/// Keeps a job's request to a service outside, one at a time, so that it is not made twice when a process crashes or a lease is lost on the way. The order is: look
/// whether one is under way; else begin one, make it, and tell by what name the other side knows it as soon as that is known.
/// </summary>
public interface IExternalRequests
{
    /// <summary>The request that an earlier claim of this provider left under way, or that this one began; null when there is none.</summary>
    OpenRequest? Open { get; }

    /// <summary>Why the job's token was canceled; <see cref="JobStop.No"/> while it was not.</summary>
    JobStop Stopped { get; }

    /// <summary>
    /// Writes down that a request is about to be made; one that is still open is taken for lost, and this for its repeat. It is on disk when this returns, and only then may the request be made. Throws <see cref="JobFailedException"/>
    /// when the store is away, and <see cref="OperationCanceledException"/> when the job is no longer ours.
    /// </summary>
    Task<OpenRequest> Begin(CancellationToken cancellationToken);

    /// <summary>Writes down what the other side calls the request. It is on disk when this returns.</summary>
    Task Know(string remoteId, CancellationToken cancellationToken);

    /// <summary>Strikes the request out, because it came to nothing: the next try makes a new one.</summary>
    Task End(CancellationToken cancellationToken);

    /// <summary>Adds to what the job has cost, in US dollars; operators and callers read it.</summary>
    void Charge(decimal dollars);
}

/// <summary>A request that was written down before it was made.</summary>
/// <param name="Key">Our own name for it, the same after a restart: letters, digits, and <c>_ - .</c></param>
/// <param name="RemoteId">What the other side calls it; null when nobody was told, so that it may or may not have arrived there.</param>
public sealed record OpenRequest(string Key, string? RemoteId, DateTimeOffset NotedAt)
{
    /// <summary>The key without the number of repeats: a service that heeds such a name sees that a request whose answer was lost comes again, and need not charge twice.</summary>
    public string Name => RepeatAt is { } at ? Key[..at] : Key;

    /// <summary>Where the number of repeats begins: behind a dash in the last part.</summary>
    private int? RepeatAt => Key.IndexOf('-', Key.LastIndexOf('.') + 1) is >= 0 and var at ? at : null;

    /// <summary>The same request, made once more at this time because its answer was lost.</summary>
    public OpenRequest Again(DateTimeOffset now)
    {
        var repeats = RepeatAt is { } at ? int.Parse(Key.AsSpan(at + 1), CultureInfo.InvariantCulture) : 1;
        return new OpenRequest(string.Create(CultureInfo.InvariantCulture, $"{Name}-{repeats + 1}"), null, now);
    }
}

/// <summary>Why a running job was told to stop.</summary>
public enum JobStop
{
    /// <summary>It was not.</summary>
    No,

    /// <summary>Nobody wants the result: the workflow was canceled or its time is up. What runs outside should be stopped.</summary>
    Unwanted,

    /// <summary>The lease was lost, and another slot goes on with the job. What runs outside must be left alone.</summary>
    Lost,

    /// <summary>The server stops and goes on when it is started again. What runs outside must be left alone.</summary>
    Stopping,
}
