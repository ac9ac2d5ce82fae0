using System.Diagnostics;

namespace Baton.Requests;

/// <summary>Has every request carry a trace: its caller's where that sent one. ASP.NET gives it one by itself only for log lines of its own, and those are left out.</summary>
internal sealed class RequestTraces : IHostedService, IDisposable
{
    private const string Source = "Microsoft.AspNetCore";

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Source,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
