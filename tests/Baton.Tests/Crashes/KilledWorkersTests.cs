using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Baton.Tests.Cli;
using Baton.Tests.Docs;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>
/// Twenty worker processes on the real executable, killed at random while they work: no caller hears of it, and nothing is done twice but what was killed. The
/// number of jobs is small by default; <c>BATON_WORKER_JOBS=5000</c> makes it the real one.
/// </summary>
public sealed class KilledWorkersTests(ITestOutputHelper output)
{
    private const int Workers = 20;
    private const int JobsPerKill = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Jobs { get; } = int.Parse(Environment.GetEnvironmentVariable("BATON_WORKER_JOBS") ?? "300", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Workers_KilledAtRandomWhileTheyWork_LoseNothingToTheCallers()
    {
        // Without ffmpeg in here, the jobs are the workers' alone.
        await using var server = new KillableServer { Variables = { ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = BatonProgram.DotnetRoot() } };
        await server.Start(Stop);
        using var caller = server.Caller();
        await using var crew = new Crew(server.BaseAddress, await server.WorkerToken(), KillSeed.Random(), Jobs);
        await crew.Fill(Workers);

        var submitted = Stopwatch.StartNew();
        var ids = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Jobs), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (number, _) => ids.Add(await Submit(caller, number)));
        var ended = new ConcurrentBag<JsonElement>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Stop }, async (id, _) => ended.Add(await End(caller, id)));
        var seconds = submitted.Elapsed.TotalSeconds;
        await crew.Stop();

        output.WriteLine($"{Jobs} jobs in {seconds:0.0} s, {crew.Killed} workers killed, {crew.KilledClaims} claims killed, {crew.DoneTwice} runs more than jobs");
        Assert.All(ended, workflow => Assert.True(workflow.GetProperty("status").GetString() == "succeeded", workflow.GetRawText()));
        Assert.All(ended, workflow => Assert.Equal(1, workflow.GetProperty("steps")[0].GetProperty("jobs").GetArrayLength()));
        Assert.Equal(Jobs, crew.JobsSeen);
        Assert.InRange(crew.Killed, 1, Jobs);
        Assert.InRange(crew.DoneTwice, 0, crew.KilledClaims);
    }

    private static async Task<string> Submit(HttpClient caller, int number)
    {
        var answer = await caller.Send("POST", Calls.Workflows, $$"""{ "steps": [{ "$type": "videoMetadata", "input": { "video": "https://example.com/{{number}}.mp4" } }] }""");
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> End(HttpClient caller, string id)
    {
        while (true)
        {
            var answer = await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90");
            if (answer.Status == HttpStatusCode.OK && answer.Json.TryGetProperty("completedAt", out _))
            {
                return answer.Json;
            }
        }
    }

    /// <summary>The worker processes, and what they said. Some are killed in the middle of a job; another takes the place of each.</summary>
    private sealed class Crew(Uri server, string token, Random random, int jobs) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, Process> _alive = new();
        private readonly ConcurrentDictionary<string, int> _starts = new();
        private readonly HashSet<int> _fatal = [.. Enumerable.Range(0, Math.Max(1, jobs / JobsPerKill)).Select(_ => random.Next(1, jobs))];
        private readonly Channel<Process> _toKill = Channel.CreateUnbounded<Process>();
        private readonly CancellationTokenSource _over = new();
        private int _started;
        private int _ended;
        private Task _killing = Task.CompletedTask;

        public int Killed { get; private set; }

        public int JobsSeen => _starts.Count;

        /// <summary>Runs that began and whose report was never answered.</summary>
        public int KilledClaims => _started - _ended;

        public int DoneTwice => _started - _starts.Count;

        public async Task Fill(int count)
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Start()));
            _killing = Kill();
        }

        /// <summary>Lets those that live end, so that all they have said is heard.</summary>
        public async Task Stop()
        {
            await _over.CancelAsync();
            await _killing;
            foreach (var process in _alive.Values)
            {
                using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await process.WaitForExitAsync(KilledWorkersTests.Stop).WaitAsync(TimeSpan.FromSeconds(60), KilledWorkersTests.Stop);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            foreach (var process in _alive.Values)
            {
                process.Kill();
                process.Dispose();
            }

            _over.Dispose();
        }

        private async Task Start()
        {
            var script = Path.Combine(Checkout.Root, "tests", "Baton.Tests", "Crashes", "counting_worker.py");
            var process = Process.Start(new ProcessStartInfo("python3", [script, Path.Combine(Checkout.Root, "samples", "worker", "worker.py")])
            {
                RedirectStandardOutput = true,
                Environment = { ["BATON_URL"] = server.ToString(), ["BATON_TOKEN"] = token, ["SLOTS"] = "1", ["WORK_SECONDS"] = "0.05" },
            })!;
            _alive[process.Id] = process;
            var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            process.OutputDataReceived += (_, line) => Hear(process, line.Data, isReady);
            process.BeginOutputReadLine();
            await isReady.Task.WaitAsync(TimeSpan.FromSeconds(120), KilledWorkersTests.Stop);
        }

        private void Hear(Process process, string? line, TaskCompletionSource isReady)
        {
            switch (line?.Split(' '))
            {
                case ["start", var job, _]:
                    _starts.AddOrUpdate(job, 1, (_, count) => count + 1);
                    if (_fatal.Contains(Interlocked.Increment(ref _started)))
                    {
                        _toKill.Writer.TryWrite(process);
                    }

                    break;
                case ["end", _, _]:
                    Interlocked.Increment(ref _ended);
                    break;
                case [_, "waits", ..]:
                    isReady.TrySetResult();
                    break;
            }
        }

        private async Task Kill()
        {
            try
            {
                await foreach (var process in _toKill.Reader.ReadAllAsync(_over.Token))
                {
                    if (_alive.TryRemove(process.Id, out _))
                    {
                        process.Kill();
                        await process.WaitForExitAsync(_over.Token);
                        Killed++;
                        await Start();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // All is done.
            }
        }
    }
}
