using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Workers;

/// <summary>The job is done.</summary>
public sealed record JobCompletion
{
    [Range(1, int.MaxValue)]
    public required int Epoch { get; init; }

    /// <summary>An object in the shape of the step type's output. Uploaded blobs are named by the <c>id</c> and <c>url</c> that the upload answered.</summary>
    public required JsonElement Output { get; init; }
}

/// <summary>The job could not be done.</summary>
public sealed record JobFailureReport
{
    [Range(1, int.MaxValue)]
    public required int Epoch { get; init; }

    public required JobFailureType Kind { get; init; }

    /// <summary>What happened, in words a caller can act on. What looks like a secret is taken out.</summary>
    [MinLength(1), MaxLength(2000)]
    public required string Message { get; init; }
}

/// <summary>The job goes back, because the worker stops; nobody's fault.</summary>
public sealed record JobHandBack
{
    [Range(1, int.MaxValue)]
    public required int Epoch { get; init; }
}

/// <summary>Where to send one output of a job: POST the bytes there, no token needed.</summary>
public sealed record JobUpload
{
    public required string UploadUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Whose fault a failure is.</summary>
[JsonConverter(typeof(WireEnumConverter<JobFailureType>))]
public enum JobFailureType
{
    /// <summary>The provider's, and it may pass: other providers are tried first, then this one again.</summary>
    Transient,

    /// <summary>This provider cannot do it with these inputs; another may.</summary>
    Rejected,

    /// <summary>The inputs are bad, such as a broken picture; nobody could do it.</summary>
    Invalid,

    /// <summary>Moderation's; the message is the blocked reason.</summary>
    Blocked,
}
