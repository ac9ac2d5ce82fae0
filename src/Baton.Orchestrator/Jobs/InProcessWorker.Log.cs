using Baton.Providers;

namespace Baton.Jobs;

internal sealed partial class InProcessWorker
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Worker {WorkerId} could not reach the engine and tries again")]
    private static partial void LogInterrupted(ILogger logger, WorkerId workerId, Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "Job {JobId} of type {StepType} ended in a fault of its handler: {Fault}")]
    private static partial void LogFault(ILogger logger, JobId jobId, string stepType, string fault);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "A report on job {JobId} could not be delivered and is tried again")]
    private static partial void LogNotReported(ILogger logger, JobId jobId, Exception exception);
}
