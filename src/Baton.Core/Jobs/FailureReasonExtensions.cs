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
}
