using System.Collections;
using System.ComponentModel;
using System.Globalization;
using Baton.Client.Workers;
using CliWrap;
using CliWrap.Exceptions;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Tools;

/// <summary>
/// Runs programs on what callers sent: never through a shell, under limits of memory, processor time and file size that the kernel
/// keeps, with nothing of this process's environment, killed as a tree on cancellation or when the time is up, and by the kernel when this process dies.
/// </summary>
internal sealed class ConfinedTools(IOptions<MediaOptions> options, ToolStarter starter, TimeProvider time)
{
    private const int ErrorBytesMax = 16 * 1024;
    private const string NoHome = "/nonexistent";

    /// <summary>The variables that programs run with.</summary>
    internal static readonly Dictionary<string, string?> CleanEnvironment = Clean();

    private readonly MediaOptions limits = options.Value;

    /// <summary>Runs a program to its end; a caller sees why it failed as a <see cref="JobFailedException"/>.</summary>
    public async Task Run(ToolRun run, CancellationToken cancellationToken)
    {
        var result = await RunWithinTime(run, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw ToolFailure.Of(run, result, limits);
        }
    }

    private async Task<ToolResult> RunWithinTime(ToolRun run, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(limits.ToolDuration, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            return await Start(run, end.Token);
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new JobFailedException(
                JobFailure.Rejected, $"This took longer than the {limits.ToolDuration.TotalMinutes:0.#} minutes that this provider allows.");
        }
        catch (Exception missing) when (missing is Win32Exception or CliWrapException)
        {
            throw new JobFailedException(JobFailure.Transient, $"{run.ProgramName} could not be started on the provider's machine.", missing);
        }
    }

    private async Task<ToolResult> Start(ToolRun run, CancellationToken cancellationToken)
    {
        var errors = new Tail(ErrorBytesMax);
        var command = Cli.Wrap(limits.Setpriv)
            .WithArguments(["--pdeathsig", "KILL", limits.Prlimit, .. Limits(), run.Program, .. run.Arguments])
            .WithWorkingDirectory(run.WorkingDirectory)
            .WithEnvironmentVariables(CleanEnvironment)
            .WithStandardInputPipe(run.Text is { } text ? PipeSource.FromString(text) : PipeSource.Null)
            .WithStandardOutputPipe(run.OnLine is { } onLine ? PipeTarget.Create((output, stop) => ReadLines(output, onLine, stop)) : PipeTarget.Null)
            .WithStandardErrorPipe(PipeTarget.ToStream(errors))
            .WithValidation(CommandResultValidation.None);
        var result = await starter.Start(() => command.ExecuteAsync(cancellationToken));
        return new ToolResult(result.ExitCode, errors.ToString());
    }

    /// <summary>Lines are cut, so that a program made to print one endless line does not fill the memory.</summary>
    private static async Task ReadLines(Stream output, Action<string> onLine, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(output);
        while (await lines.Read(cancellationToken) is { } line)
        {
            onLine(line);
        }
    }

    private string[] Limits()
    {
        var processorSeconds = (long)limits.ToolDuration.TotalSeconds * limits.ToolThreads;
        return
        [
            Limit("as", limits.ToolMemoryBytesMax),
            Limit("fsize", limits.ToolFileBytesMax),
            Limit("cpu", Math.Max(1, processorSeconds)),
            Limit("nofile", 256),
            Limit("core", 0),
        ];
    }

    private static string Limit(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}:{value}");

    /// <summary>The path, an UTF-8 locale and no home to leave things in; the server's own settings may hold secrets and ways to steer the tools.</summary>
    private static Dictionary<string, string?> Clean()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => name is not "PATH")
            .ToDictionary(name => name, _ => (string?)null);
        variables["LC_ALL"] = "C.UTF-8";
        variables["HOME"] = NoHome;
        return variables;
    }
}
