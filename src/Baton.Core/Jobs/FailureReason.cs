using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Jobs;

/// <summary>Why a job did not succeed, as callers read it. A generic failure has none.</summary>
[JsonConverter(typeof(WireEnumConverter<FailureReason>))]
public enum FailureReason
{
    /// <summary>No provider can run the job with these inputs.</summary>
    [JsonStringEnumMemberName("no_provider_available")]
    NoProviderAvailable,

    /// <summary>Stopped by moderation; the blocked reason explains.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,

    /// <summary>The step's time ran out.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>The job's own deadline passed.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>Somebody canceled the workflow, or a step that the job's step depends on did not succeed.</summary>
    [JsonStringEnumMemberName("canceled")]
    Canceled,
}
