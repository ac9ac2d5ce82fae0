using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Storage;

/// <summary>How long what has ended is kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>How long a workflow is kept after it has ended. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Workflows { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long an idempotency key answers with the workflow it was first sent with. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdempotencyKeys { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often what is past its time is removed. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
