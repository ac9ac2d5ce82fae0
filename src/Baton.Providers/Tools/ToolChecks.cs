using System.ComponentModel;
using System.Text.RegularExpressions;
using Baton.Client.Workers;
using CliWrap;
using CliWrap.Buffered;

namespace Baton.Providers.Tools;

/// <summary>Asks programs for their version, to find out whether they are there.</summary>
internal static partial class ToolChecks
{
    private static readonly TimeSpan AnswerDuration = TimeSpan.FromSeconds(10);

    /// <summary>What is found of <paramref name="programs"/>; the first one's version stands for all.</summary>
    public static async Task<ToolCheck> Find(
        IReadOnlyList<ToolNeed> programs, string takesOut, TimeProvider time, CancellationToken cancellationToken)
    {
        var versions = await Task.WhenAll(programs.Select(program => Version(program, time, cancellationToken)));
        var missing = programs.Where((_, index) => versions[index] is null).ToList();
        if (missing.Count == 0)
        {
            return new ToolCheck(true, versions[0], $"Found {string.Join(", ", versions)}.");
        }

        var names = string.Join(" and ", missing.Select(program => program.Program));
        var packages = string.Join(' ', missing.Select(program => program.Package).Distinct());
        return new ToolCheck(false, null, $"{names} not found: {takesOut} cannot run. Install it, on Debian with: apt-get install {packages}");
    }

    /// <summary>Name and version as the program tells them, or null when it cannot be started.</summary>
    public static async Task<string?> Version(ToolNeed need, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(AnswerDuration, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            var command = Cli.Wrap(need.Program).WithArguments([need.VersionArgument]).WithEnvironmentVariables(ConfinedTools.CleanEnvironment).WithValidation(CommandResultValidation.None);
            var answer = await command.ExecuteBufferedAsync(end.Token);
            return answer.ExitCode == 0 ? $"{Path.GetFileName(need.Program)} {Number().Match(answer.StandardOutput).Value}".TrimEnd() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Number();
}
