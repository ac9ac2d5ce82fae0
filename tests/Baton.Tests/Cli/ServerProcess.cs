using CliWrap;
using Xunit;

namespace Baton.Tests.Cli;

/// <summary>The built executable as a server of its own: fresh data, a free port. Ended by what Ctrl-C sends.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    private static readonly TimeSpan StartDurationMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDurationMax = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly List<string> _output = [];
    private Task<CommandResult>? _process;

    /// <summary>Variables of its own, besides those of whoever runs the tests.</summary>
    internal Dictionary<string, string?> Variables { get; } = [];

    /// <summary>Options of <c>serve</c> besides.</summary>
    internal List<string> Options { get; } = [];

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("baton-server-");

    public string Url { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>What it has printed so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        _process = CliWrap.Cli.Wrap(BatonProgram.Executable)
            .WithArguments(["serve", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(Folder.FullName, "data"), .. Options])
            .WithWorkingDirectory(Folder.FullName)
            .WithEnvironmentVariables(Variables)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Take))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Take))
            .ExecuteAsync(_kill.Token, _stop.Token);

        var first = await Task.WhenAny(_url.Task, _process).WaitAsync(StartDurationMax);
        Url = first == _url.Task ? await _url.Task : throw new InvalidOperationException($"The server ended: {string.Join('\n', Output)}");
        Token = (await File.ReadAllTextAsync(Path.Combine(Folder.FullName, "data", "first-token"))).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _kill.CancelAfter(StopDurationMax);
        if (_process is not null)
        {
            await ((Task)_process).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        _kill.Dispose();
        Folder.Delete(recursive: true);
    }

    private void Take(string line)
    {
        lock (_output)
        {
            _output.Add(line);
        }

        if (line.StartsWith("listening on", StringComparison.Ordinal))
        {
            _url.TrySetResult(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
        }
    }
}

/// <summary>One server for all tests that only need some server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerProcessCollection : ICollectionFixture<ServerProcess>
{
    public const string Name = "A server process";
}
