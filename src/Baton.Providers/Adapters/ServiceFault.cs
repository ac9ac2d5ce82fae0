using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>What went wrong at a service outside, whose fault it is, and what became of the request, for whoever decides whether it may be made again.</summary>
internal sealed class ServiceFault(JobFailure kind, string message, RequestFate fate, Exception? innerException = null)
    : Exception(message, innerException)
{
    public JobFailure Kind => kind;

    public RequestFate Fate => fate;

    /// <summary>When the service asked to come again; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>The same for whoever runs the job.</summary>
    public JobFailedException ToFailure() => new(kind, Message, this) { RetryAfter = kind == JobFailure.Transient ? RetryAfter : null };

    /// <summary>A request that was made has come to nothing; making it again is the only way.</summary>
    public static ServiceFault Over(JobFailure kind, string message, Exception? innerException = null) => new(kind, message, RequestFate.Over, innerException);
}

/// <summary>What became of a request.</summary>
internal enum RequestFate
{
    /// <summary>It did not reach the service, or the service did not take it.</summary>
    NotMade,

    /// <summary>It was made and has ended without a result.</summary>
    Over,

    /// <summary>It may have been made, and may still be under way.</summary>
    Unknown,
}
