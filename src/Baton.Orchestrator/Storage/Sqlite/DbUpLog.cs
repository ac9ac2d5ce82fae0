using System.Globalization;
using DbUp.Engine.Output;

namespace Baton.Storage.Sqlite;

/// <summary>Passes on what the migration library says. Its chatter about every start is Debug here.</summary>
internal sealed partial class DbUpLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => LogIfEnabled(LogLevel.Trace, null, format, args);

    public void LogDebug(string format, params object[] args) => LogIfEnabled(LogLevel.Debug, null, format, args);

    public void LogInformation(string format, params object[] args) => LogIfEnabled(LogLevel.Debug, null, format, args);

    public void LogWarning(string format, params object[] args) => LogIfEnabled(LogLevel.Warning, null, format, args);

    public void LogError(string format, params object[] args) => LogIfEnabled(LogLevel.Error, null, format, args);

    public void LogError(Exception ex, string format, params object[] args) => LogIfEnabled(LogLevel.Error, ex, format, args);

    private void LogIfEnabled(LogLevel level, Exception? exception, string format, object[] args)
    {
        if (logger.IsEnabled(level))
        {
            LogDetail(logger, level, args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args), exception);
        }
    }

    [LoggerMessage(EventId = 7001, Message = "Schema: {Detail}")]
    private static partial void LogDetail(ILogger logger, LogLevel level, string detail, Exception? exception);
}
