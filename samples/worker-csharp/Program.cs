using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Client.Workers;
using WorkerSample;

// BATON_URL=http://127.0.0.1:8080 BATON_TOKEN=$(./baton tokens create --role worker) dotnet run --project samples/worker-csharp
var duration = TimeSpan.FromSeconds(double.Parse(Variable("WORK_SECONDS") ?? "0", CultureInfo.InvariantCulture));
using var worker = new BatonWorker(
    new BatonWorkerOptions
    {
        Server = new Uri(Variable("BATON_URL") ?? "http://127.0.0.1:8080"),
        Token = Variable("BATON_TOKEN"),
        Provider = "csharp-sample",
        Slots = int.Parse(Variable("SLOTS") ?? "2", CultureInfo.InvariantCulture),
    },
    [new EchoHandler(duration), new ToneHandler(duration)]);

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var running = worker.Run(stop.Token);
await await Task.WhenAny(worker.Registered, running);
Console.WriteLine($"{(running.IsCompleted ? "A worker" : await worker.Registered)} waits for jobs");
await running;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
