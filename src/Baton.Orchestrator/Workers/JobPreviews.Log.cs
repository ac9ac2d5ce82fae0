using Baton.Blobs;

namespace Baton.Workers;

internal sealed partial class JobPreviews
{
    [LoggerMessage(EventId = 6005, Level = LogLevel.Information, Message = "The preview {BlobId} could not be removed and stays until it expires")]
    private static partial void LogNotRemoved(ILogger logger, BlobId blobId, Exception exception);
}
