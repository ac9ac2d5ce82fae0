using System.Diagnostics;
using System.Globalization;

namespace Baton.WorkerChecks;

/// <summary>The worker under check, as a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private volatile string _lastLine = "";

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Ends when the process does.</summary>
    public Task Ended(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public int Code => _process.ExitCode;

    /// <summary>For words of a failure.</summary>
    public string LastLine => _lastLine;

    public static WorkerProcess Start(IReadOnlyList<string> command, Uri server, string token)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BATON_URL"] = server.ToString(), ["BATON_TOKEN"] = token },
        };
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>SIGTERM, as a machine that shuts down sends it.</summary>
    public async Task Terminate(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Note(string? line) => _lastLine = string.IsNullOrWhiteSpace(line) ? _lastLine : line;
}
