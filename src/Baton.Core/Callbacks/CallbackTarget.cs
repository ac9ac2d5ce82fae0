using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>A URL and what the workflow's callbacks that name it ask for together, so that it is told everything once and in order.</summary>
public sealed record CallbackTarget(string Url, ImmutableArray<WorkflowCallback> Callbacks)
{
    /// <summary>The endpoints in the order in which the callbacks name them first.</summary>
    public static ImmutableArray<CallbackTarget> Of(WorkflowDefinition definition) =>
    [
        .. definition.Callbacks
            .GroupBy(callback => callback.Url, StringComparer.Ordinal)
            .Select(same => new CallbackTarget(same.Key, [.. same])),
    ];

    /// <summary>Whether the endpoint is told of this.</summary>
    public bool Wants(CallbackEvent happened) => Callbacks.Any(callback => Covers(callback, happened));

    /// <summary>Whether it is told of this with details.</summary>
    public bool WantsDetails(CallbackEvent happened) => Callbacks.Any(callback => callback.Detailed == true && Covers(callback, happened));

    private static bool Covers(WorkflowCallback callback, CallbackEvent happened) => callback.Type.Any(happened.IsOf);
}
