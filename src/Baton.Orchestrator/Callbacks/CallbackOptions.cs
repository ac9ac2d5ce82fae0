using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Callbacks;

/// <summary>How callbacks are delivered.</summary>
internal sealed class CallbackOptions
{
    public const string Section = "Callbacks";

    /// <summary>How long an endpoint may take to answer, connecting included. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an event is tried before it is parked. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Patience { get; set; } = new CallbackSchedule().Patience;

    /// <summary>The pause after the first failure; it doubles with each further one. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PauseFirst { get; set; } = new CallbackSchedule().PauseFirst;

    /// <summary>The longest pause. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PauseMax { get; set; } = new CallbackSchedule().PauseMax;

    /// <summary>Deliveries at the same time to one endpoint: an account and a URL without its query. Default: 32.</summary>
    [Range(1, 1000)]
    public int PerEndpointMax { get; set; } = 32;

    /// <summary>Deliveries at the same time to all endpoints on one host and port. Default: 128.</summary>
    [Range(1, 10_000)]
    public int PerHostMax { get; set; } = 128;

    /// <summary>Deliveries that wait in memory for one endpoint's turn; further ones pause on disk. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int WaitingPerEndpointMax { get; set; } = 2_000;

    /// <summary>Deliveries that wait in memory for all endpoints together; further ones pause on disk. Default: 20,000.</summary>
    [Range(1, 1_000_000)]
    public int WaitingMax { get; set; } = 20_000;

    /// <summary>What the rules make of this.</summary>
    public CallbackSchedule ToSchedule() => new()
    {
        Patience = Patience,
        PauseFirst = PauseFirst,
        PauseMax = PauseMax,
        LostAfter = Timeout + TimeSpan.FromSeconds(5),
    };
}

[OptionsValidator]
internal sealed partial class CallbackOptionsValidator : IValidateOptions<CallbackOptions>;
