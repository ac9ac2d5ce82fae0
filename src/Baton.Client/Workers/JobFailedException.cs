namespace Baton.Client.Workers;

/// <summary>A handler's way to say that the job cannot be done, whose fault that is, and why in words a caller can act on.</summary>
public sealed class JobFailedException(JobFailure kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public JobFailure Kind => kind;

    /// <summary>Of a transient failure: a service outside is busy and asks to be left alone for so long. It counts as no failure of the provider.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Whose fault a failure is.</summary>
public enum JobFailure
{
    /// <summary>This provider's, and it may pass: others are tried first, then this one again.</summary>
    Transient,

    /// <summary>This provider cannot do it with these inputs; another may.</summary>
    Rejected,

    /// <summary>The caller's: the inputs are bad, such as a broken picture. No provider is tried again.</summary>
    Invalid,

    /// <summary>Moderation's; the message is the blocked reason.</summary>
    Blocked,
}
