namespace Baton.Workflows;

internal sealed partial class WakeUpSweeper
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Count} unfinished workflows go on after the restart")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "The store cannot be read; overdue workflows wait for the next round")]
    private static partial void LogStoreUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Workflow {WorkflowId} could not be woken; it is tried again at the next round")]
    private static partial void LogNotWoken(ILogger logger, WorkflowId workflowId, Exception exception);
}
