using Baton.Providers;

namespace Baton.Workers;

internal sealed partial class WorkerRegistry
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Worker {WorkerId} of provider {ProviderId} registered")]
    private static partial void LogRegistered(ILogger logger, WorkerId workerId, ProviderId providerId);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "Worker {WorkerId} of provider {ProviderId} was not seen for so long that it is struck out")]
    private static partial void LogAway(ILogger logger, WorkerId workerId, ProviderId providerId);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "Provider {ProviderId} has no worker any more and is struck out")]
    private static partial void LogProviderGone(ILogger logger, ProviderId providerId);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Warning, Message = "Workers that are gone could not be struck out; the next round tries again")]
    private static partial void LogNotForgotten(ILogger logger, Exception exception);
}
