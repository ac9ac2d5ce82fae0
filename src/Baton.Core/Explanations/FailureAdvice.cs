using Baton.Contracts.Workflows;
using Baton.Jobs;

namespace Baton.Explanations;

/// <summary>Whose fault a job's end is, whether the same again may succeed, and what to do.</summary>
/// <param name="Fault">caller, provider or server.</param>
public sealed record FailureAdvice(string Fault, bool Retryable, string WhatToDo)
{
    /// <summary>For a job that ended without success; null for every other.</summary>
    public static FailureAdvice? For(JobState job) => job switch
    {
        { Status: WorkflowStatus.Canceled } => new("caller", true, "Nothing, unless it is wanted again; then submit it anew."),
        { Status: WorkflowStatus.Expired } or { Reason: FailureReason.Timeout or FailureReason.Expired } => new("provider", true, "Submit it again, perhaps smaller or with a longer timeout."),
        { Status: not WorkflowStatus.Failed } => null,
        { Reason: FailureReason.Blocked } => new("caller", false, "Rework the prompt or the media; the same input will be blocked again."),
        { Reason: FailureReason.NoProviderAvailable } => new("provider", true, "Relax the input, choose another engine or version, or try later."),
        { Failure: JobFailureKind.Invalid } => new("caller", false, "Correct the input; no provider could do it."),
        _ => new("provider", true, "Try once more with the same body."),
    };
}
