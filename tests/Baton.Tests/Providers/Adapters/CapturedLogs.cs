using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.Providers.Adapters;

/// <summary>All that is logged, each line with its category, its values, its fault and the scopes around it.</summary>
internal sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Text(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? $"{state} {string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))}" : $"{state}";

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            logs._scopes.ForEachScope((scope, all) => all.Add(Text(scope)), scopes);
            logs.Lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} | {Text(state)} | {exception} | {string.Join(" > ", scopes)}");
        }
    }
}
