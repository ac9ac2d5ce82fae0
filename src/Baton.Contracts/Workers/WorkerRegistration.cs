using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Baton.Contracts.Workers;

/// <summary>What a worker says of itself when it registers.</summary>
public sealed record WorkerRegistration
{
    /// <summary>The provider it belongs to: 1 to 64 letters, digits, '-', '_' or '.'. Workers of one provider that can do the same share its queue.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public required string Provider { get; init; }

    /// <summary>What operators see it as, such as the host it runs on.</summary>
    [MaxLength(128)]
    public string? Name { get; init; }

    /// <summary>The kinds of job it can do.</summary>
    [MinLength(1), MaxLength(100)]
    public required IReadOnlyList<WorkerCapability> Capabilities { get; init; }

    /// <summary>How many jobs it does at a time.</summary>
    [Range(1, 1000), DefaultValue(1)]
    public int Slots { get; set; } = 1;

    /// <summary>What is present there and need not be fetched first, such as the AIRs of models.</summary>
    [MaxLength(1000)]
    public IReadOnlyList<string>? Resources { get; init; }
}
