using System.Text.Json;
using Baton.Client.Workers;

namespace Baton.Bench;

/// <summary>Does echo jobs in about forty milliseconds; one of two hundred takes four to eight seconds, as on a worker that has trouble of its own.</summary>
internal sealed class SlowNowAndThen(int seed) : IJobHandler
{
    private readonly Lock _drawing = new();
    private readonly Random _luck = new(seed);
    private int _executions;

    public string Type => "echo";

    public int Executions => Volatile.Read(ref _executions);

    public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _executions);
        await Task.Delay(Draw(), TimeProvider.System, cancellationToken);
        return input;
    }

    private TimeSpan Draw()
    {
        lock (_drawing)
        {
            if (_luck.Next(200) == 0)
            {
                return TimeSpan.FromSeconds(4 + (4 * _luck.NextDouble()));
            }

            var normal = Math.Sqrt(-2 * Math.Log(1 - _luck.NextDouble())) * Math.Cos(2 * Math.PI * _luck.NextDouble());
            return TimeSpan.FromMilliseconds(40 * Math.Exp(0.3 * normal));
        }
    }
}
