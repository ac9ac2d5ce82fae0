using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Baton.Bench;

/// <summary>The real executable on a free port and an empty data directory, with what the system says of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string data, int port, string token, TimeSpan startedIn)
    {
        _process = process;
        DataDirectory = data;
        Port = port;
        Token = token;
        StartedIn = startedIn;
    }

    public string DataDirectory { get; }

    public int Port { get; }

    public string Token { get; }

    public TimeSpan StartedIn { get; }

    /// <summary>Processor time used so far, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double PeakMebibytes => Status("VmHWM") / 1024;

    public double ResidentMebibytes => Status("VmRSS") / 1024;

    /// <param name="settings">Environment variables besides those that every measurement needs.</param>
    public static Task<ServerProcess> Start(CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null) =>
        Start(Directory.CreateTempSubdirectory("baton-bench-").FullName, [.. settings ?? new Dictionary<string, string>(), new("Outbound__AllowLoopback", "true")], cancellationToken);

    /// <summary>A server that leaves jobs of video to workers elsewhere, because it has no ffmpeg, and lets as many wait as there are.</summary>
    public static Task<ServerProcess> StartWithoutVideo(string data, CancellationToken cancellationToken) =>
        Start(data, [new("Media__Ffmpeg", "/nowhere/ffmpeg"), new("Tiers__Definitions__standard__QueuedJobs", $"{int.MaxValue}"), new("Tiers__Definitions__standard__ConcurrentWorkflows", $"{int.MaxValue}")], cancellationToken);

    private static async Task<ServerProcess> Start(string data, KeyValuePair<string, string>[] variables, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = Stopwatch.GetTimestamp();
        var how = new ProcessStartInfo(Executable(), ["serve", "--urls", $"http://127.0.0.1:{port}", "--data", data]) { RedirectStandardOutput = true };
        foreach (var ours in how.Environment.Keys.Where(name => name.StartsWith("DOTNET_SYSTEM_NET_SOCKETS", StringComparison.Ordinal)).ToList())
        {
            // What suits the load is nothing that the server runs with.
            how.Environment.Remove(ours);
        }

        foreach (var (name, value) in variables)
        {
            how.Environment[name] = value;
        }

        var process = Process.Start(how) ?? throw new InvalidOperationException("The server did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            await FirstAnswer(process, port, cancellationToken);
        }
        catch
        {
            process.Kill();
            throw;
        }

        var startedIn = Stopwatch.GetElapsedTime(start);
        var token = (await File.ReadAllTextAsync(Path.Combine(data, "first-token"), cancellationToken)).Trim();
        return new ServerProcess(process, data, port, token, startedIn);
    }

    /// <summary>A token for workers, as an operator makes it.</summary>
    public async Task<string> WorkerToken(CancellationToken cancellationToken)
    {
        using var made = Process.Start(new ProcessStartInfo(Executable(), ["tokens", "create", "--role", "worker", "--data", DataDirectory]) { RedirectStandardOutput = true })!;
        return (await made.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
    }

    /// <summary>Ends the server and leaves its data.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static async Task FirstAnswer(Process process, int port, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with exit code {process.ExitCode}.");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                // Nobody listens yet; the next tick asks again.
            }
        }
    }

    private static string Executable()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
            {
                return Path.Combine(folder.FullName, "baton");
            }
        }

        throw new InvalidOperationException("The benchmark runs from a checkout, where the server is built beside it.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }
}
