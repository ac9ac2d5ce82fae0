using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Jobs;

/// <summary>How workers inside this process hold their claims.</summary>
internal sealed class InProcessWorkerOptions
{
    public const string Section = "InProcessWorkers";

    /// <summary>How long a claim lasts without a renewal; a worker renews at a third of it. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "01:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often progress is passed on at most, and how soon a canceled job is told. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class InProcessWorkerOptionsValidator : IValidateOptions<InProcessWorkerOptions>;
