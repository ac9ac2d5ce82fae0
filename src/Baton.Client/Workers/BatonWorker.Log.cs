using Microsoft.Extensions.Logging;

namespace Baton.Client.Workers;

public sealed partial class BatonWorker
{
    [LoggerMessage(EventId = 9001, Level = LogLevel.Information, Message = "Registered as {WorkerId} of provider {ProviderId}")]
    private static partial void LogRegistered(ILogger logger, string workerId, string providerId);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Information, Message = "Job {JobId} of type {StepType} claimed, epoch {Epoch}")]
    private static partial void LogClaimed(ILogger logger, string jobId, string stepType, int epoch);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Information, Message = "Job {JobId} reported: {Outcome}")]
    private static partial void LogReported(ILogger logger, string jobId, string outcome);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Warning, Message = "The report on job {JobId} ({Outcome}) was refused: {Words}")]
    private static partial void LogRefused(ILogger logger, string jobId, string outcome, string words);

    [LoggerMessage(EventId = 9005, Level = LogLevel.Information, Message = "Job {JobId} is not wanted any more: {Words}")]
    private static partial void LogLost(ILogger logger, string jobId, string words);

    [LoggerMessage(EventId = 9006, Level = LogLevel.Error, Message = "Job {JobId} of type {StepType} ended in a fault of its handler")]
    private static partial void LogFault(ILogger logger, string jobId, string stepType, Exception fault);

    [LoggerMessage(EventId = 9007, Level = LogLevel.Warning, Message = "The server is away and is tried again: {Words}")]
    private static partial void LogServerAway(ILogger logger, string words);

    [LoggerMessage(EventId = 9008, Level = LogLevel.Warning, Message = "A heartbeat did not arrive; the next one is due soon: {Words}")]
    private static partial void LogNotRenewed(ILogger logger, string words);

    [LoggerMessage(EventId = 9009, Level = LogLevel.Warning, Message = "A preview was refused: {Words}")]
    private static partial void LogPreviewRefused(ILogger logger, string words);

    [LoggerMessage(EventId = 9010, Level = LogLevel.Warning, Message = "The server was not told that this worker leaves: {Words}")]
    private static partial void LogNotLeft(ILogger logger, string words);
}
