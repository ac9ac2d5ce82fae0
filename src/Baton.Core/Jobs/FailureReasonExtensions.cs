namespace Baton.Jobs;

/// <summary>How a reason is spelled on the wire.</summary>
public static class FailureReasonExtensions
{
    public static string ToWire(this FailureReason reason) => reason switch
    {
        FailureReason.NoProviderAvailable => "no_provider_available",
        FailureReason.Blocked => "blocked",
        FailureReason.Timeout => "timeout",
        FailureReason.Expired => "expired",
        FailureReason.Canceled => "canceled",
    };

    /// <summary>How an outcome is spelled on the wire.</summary>
    public static string ToWire(this AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.Transient => "transient",
        AttemptOutcome.Rejected => "rejected",
        AttemptOutcome.Invalid => "invalid",
        AttemptOutcome.Blocked => "blocked",
        AttemptOutcome.Lost => "lost",
        AttemptOutcome.HandedBack => "handedBack",
        AttemptOutcome.TimedOut => "timedOut",
        AttemptOutcome.Canceled => "canceled",
        AttemptOutcome.Overtaken => "overtaken",
    };
}
