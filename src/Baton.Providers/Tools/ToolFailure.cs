using Baton.Client.Workers;
using Baton.Providers.Media;

namespace Baton.Providers.Tools;

/// <summary>Turns a program's exit into whose fault it is and words for the caller.</summary>
internal static class ToolFailure
{
    // How a runtime says "ended by signal n": 128 + n.
    private const int SignalBase = 128;
    private const int CpuTimeSignal = 24;
    private const int FileSizeSignal = 25;

    /// <summary>How the loader, the C library and the encoders say that they got no more; the last two are ffmpeg's when its encoder does not start.</summary>
    private static readonly string[] MemoryWords =
    [
        "Cannot allocate memory", "failed to map segment", "std::bad_alloc", "malloc of size",
        "Error initializing output stream", "Error while opening encoder",
    ];

    public static JobFailedException Of(ToolRun run, ToolResult result, MediaOptions limits)
    {
        if (result.ExitCode is SignalBase + CpuTimeSignal)
        {
            return Rejected("This takes more processor time than this provider allows.");
        }

        if (result.ExitCode is SignalBase + FileSizeSignal || Says(result, "File too large"))
        {
            return Rejected($"The result is larger than the {limits.ToolFileBytesMax >> 20} MiB that this provider allows.");
        }

        if (Says(result, "prlimit: failed to execute"))
        {
            return Rejected($"{run.ProgramName} is not installed on the provider's machine.");
        }

        if (MemoryWords.Any(words => Says(result, words)))
        {
            return Rejected($"This takes more memory than the {limits.ToolMemoryBytesMax >> 20} MiB that this provider allows.");
        }

        var words = PublicWords.Of(WithoutPaths(run, result.Errors));
        return result.ExitCode > SignalBase || Says(result, "No space left on device") || Says(result, "prlimit:")
            ? new JobFailedException(JobFailure.Transient, $"{run.ProgramName} broke off with code {result.ExitCode}: {words}")
            : new JobFailedException(JobFailure.Invalid, $"{run.Complaint}: {words}");
    }

    /// <summary>The paths that were passed are known exactly, spaces and all.</summary>
    private static string WithoutPaths(ToolRun run, string errors) => run.Arguments.Append(run.WorkingDirectory)
        .Where(argument => argument.Contains('/'))
        .OrderByDescending(argument => argument.Length)
        .Aggregate(errors, (words, path) => words.Replace(path, "the file", StringComparison.Ordinal));

    private static JobFailedException Rejected(string words) => new(JobFailure.Rejected, words);

    private static bool Says(ToolResult result, string words) => result.Errors.Contains(words, StringComparison.Ordinal);
}
