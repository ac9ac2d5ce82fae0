namespace Baton.Storage.Sqlite;

internal sealed partial class SqliteCommitter
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Error, Message = "{Writes} writes could not be committed; their callers were told, and nothing of them was kept")]
    private static partial void LogCommitFailed(ILogger logger, int writes, Exception exception);
}
