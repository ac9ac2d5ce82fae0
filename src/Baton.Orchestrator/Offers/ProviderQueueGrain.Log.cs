using Baton.Providers;

namespace Baton.Offers;

internal sealed partial class ProviderQueueGrain
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Provider {ProviderId} worker {WorkerId} is paused for {Seconds} s after {Failures} failures in a row: {Reason}")]
    private static partial void LogPaused(ILogger logger, ProviderId providerId, WorkerId? workerId, double seconds, int failures, string? reason);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "Provider {ProviderId} worker {WorkerId} works again")]
    private static partial void LogWorksAgain(ILogger logger, ProviderId providerId, WorkerId? workerId);
}
