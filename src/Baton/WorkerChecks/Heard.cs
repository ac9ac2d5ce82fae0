using System.Text.Json;

namespace Baton.WorkerChecks;

/// <summary>One request of the worker and what it was answered.</summary>
/// <param name="Body">What it sent; undefined when that was no JSON.</param>
internal sealed record Heard(Verb Verb, string WorkerId, string JobId, IQueryCollection Query, JsonElement Body, DateTimeOffset At)
{
    /// <summary>What was answered; 0 when the connection was cut instead.</summary>
    public int Status { get; init; }

    /// <summary>Undefined when it was no JSON.</summary>
    public JsonElement Answer { get; init; }

    public DateTimeOffset AnsweredAt { get; init; }

    public bool IsRefused => Status is 0 or >= 400;

    /// <summary>The claims of an answer to a claim, or of a heartbeat's request.</summary>
    public IEnumerable<JsonElement> Claims => ClaimsOf(Verb == Verb.Heartbeat ? Body : Answer);

    /// <summary>The job's entry in a heartbeat, or in the claims that were won; undefined when it is not there.</summary>
    public JsonElement ClaimOf(string jobId) => Claims.FirstOrDefault(claim => claim.GetProperty("jobId").GetString() == jobId);

    public bool Names(string jobId) => JobId == jobId || ClaimOf(jobId).ValueKind == JsonValueKind.Object;

    /// <summary>Whether a heartbeat was told that the job is not held any more.</summary>
    public bool IsToldToStop(string jobId) => Verb == Verb.Heartbeat
        && ClaimsOf(Answer).Any(verdict => verdict.GetProperty("jobId").GetString() == jobId && !verdict.GetProperty("held").GetBoolean());

    private static JsonElement.ArrayEnumerator ClaimsOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("claims", out var claims) && claims.ValueKind == JsonValueKind.Array ? claims.EnumerateArray() : default;
}

/// <summary>What a worker asks for.</summary>
internal enum Verb
{
    Other,
    Register,
    Claim,
    Heartbeat,
    Presign,
    Upload,
    Complete,
    Fail,
    HandBack,
    Leave,
}
