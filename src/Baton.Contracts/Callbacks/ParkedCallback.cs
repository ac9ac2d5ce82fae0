namespace Baton.Contracts.Callbacks;

/// <summary>A page of parked events; <c>Next</c> is null on the last one.</summary>
public sealed record ParkedCallbackPage(string? Next, IReadOnlyList<ParkedCallback> Items);

/// <summary>An event that was tried for three days and is kept until somebody has it sent again. Beyond the published API.</summary>
public sealed record ParkedCallback
{
    public required string WorkflowId { get; init; }

    public required string EventId { get; init; }

    /// <summary>As in a callback's <c>type</c>: <c>workflow:succeeded</c>.</summary>
    public required string Event { get; init; }

    public required int Sequence { get; init; }

    /// <summary>When what it tells of came about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Without its query, which may hold secrets.</summary>
    public required string Url { get; init; }
}

/// <summary>How many parked events are being sent again.</summary>
public sealed record CallbackReplay(int Replayed);
