using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Providers;

/// <summary>How long workers and providers that keep failing are left alone.</summary>
internal sealed class PauseOptions : IValidatableObject
{
    public const string Section = "Pauses";

    /// <summary>So many failures in a row, whatever the job, and it is paused. Default: 3.</summary>
    [Range(1, 100)]
    public int FailuresMax { get; set; } = new PauseSchedule().FailuresMax;

    /// <summary>The first pause; it doubles each time a job that tries whether it works again fails. Each is a quarter shorter or longer by chance. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan First { get; set; } = new PauseSchedule().First;

    /// <summary>The longest pause; about so much later at most, what is back works again. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Max { get; set; } = new PauseSchedule().Max;

    /// <summary>After a pause one job is handed out in this time, or in the time of the pause when that is longer, until one has succeeded. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TrialInterval { get; set; } = new PauseSchedule().TrialInterval;

    public PauseSchedule ToSchedule() => new() { FailuresMax = FailuresMax, First = First, Max = Max, TrialInterval = TrialInterval };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Max < First ? [new ValidationResult($"{Section}:Max is shorter than {Section}:First.")] : [];
}

[OptionsValidator]
internal sealed partial class PauseOptionsValidator : IValidateOptions<PauseOptions>;
