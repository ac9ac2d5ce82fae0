namespace Baton.Blobs;

internal sealed partial class BlobSweeper
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Removed {Count} expired blobs")]
    private partial void LogSwept(int count);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Removed {Count} files of content that no blob has; a crash left them")]
    private partial void LogStrays(int count);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Expired blobs could not be removed; the next sweep tries again")]
    private partial void LogFailed(Exception exception);
}
