using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Baton.Tests.Cli;

namespace Baton.Tests.Crashes;

/// <summary>The real executable on one port and one data directory, killed and started again.</summary>
internal sealed class KillableServer : IAsyncDisposable
{
    /// <summary>Variables of its own, besides those of whoever runs the tests.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("baton-crash-");
    private readonly int _port = FreePort();
    private readonly Lock _lock = new();
    private Process? _process;
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri BaseAddress => new($"http://127.0.0.1:{_port}");

    /// <summary>Ends when the server answers; a new wait after each kill.</summary>
    public Task Up
    {
        get
        {
            lock (_lock)
            {
                return _up.Task;
            }
        }
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(BatonProgram.Executable, ["serve", "--urls", BaseAddress.ToString(), "--data", _data.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Announce(line.Data);
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Up.WaitAsync(StartMax, TimeProvider.System, cancellationToken);
    }

    public int ProcessId => _process!.Id;

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>The token that the command line makes, as an operator would.</summary>
    public async Task<HttpClient> Worker() => WithToken(await WorkerToken());

    public async Task<string> WorkerToken()
    {
        using var baton = new BatonProgram();
        var made = await baton.Run("tokens", "create", "--role", "worker", "--data", _data.FullName);
        return made.StandardOutput.Trim();
    }

    /// <summary>The first one.</summary>
    public string Token => File.ReadAllText(Path.Combine(_data.FullName, "first-token")).Trim();

    public HttpClient Caller() => WithToken(Token);

    private HttpClient WithToken(string token)
    {
        var client = new HttpClient { BaseAddress = BaseAddress, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Kill(CancellationToken.None);
        }

        _data.Delete(recursive: true);
    }

    /// <summary>The server says where it listens once it does.</summary>
    private void Announce(string? line)
    {
        if (line?.Contains(BaseAddress.Authority, StringComparison.Ordinal) == true)
        {
            lock (_lock)
            {
                _up.TrySetResult();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
