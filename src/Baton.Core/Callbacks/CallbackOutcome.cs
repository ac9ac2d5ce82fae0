namespace Baton.Callbacks;

/// <summary>What came of trying to deliver an event.</summary>
public abstract record CallbackOutcome
{
    private CallbackOutcome()
    {
    }

    /// <summary>The endpoint has it.</summary>
    public sealed record Delivered : CallbackOutcome;

    /// <summary>It was not taken; <paramref name="RetryAfter"/> is what the endpoint asked to be left alone for.</summary>
    public sealed record Failed(TimeSpan? RetryAfter = null) : CallbackOutcome;

    /// <summary>The endpoint wants nothing more of this workflow.</summary>
    public sealed record Gone : CallbackOutcome;

    /// <summary>It was not tried: too much waits for the endpoint already.</summary>
    public sealed record Busy : CallbackOutcome;
}
