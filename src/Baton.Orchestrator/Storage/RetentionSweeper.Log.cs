namespace Baton.Storage;

internal sealed partial class RetentionSweeper
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The store cannot be written; what is past its time is removed at the next round")]
    private static partial void LogStoreUnavailable(ILogger logger, Exception exception);
}
