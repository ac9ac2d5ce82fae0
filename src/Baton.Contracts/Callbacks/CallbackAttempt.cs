namespace Baton.Contracts.Callbacks;

/// <summary>The endpoints that callbacks were sent to since the server started.</summary>
public sealed record CallbackEndpointList(IReadOnlyList<CallbackEndpointLog> Items);

/// <summary>What became of the callbacks to one endpoint. Beyond the published API.</summary>
public sealed record CallbackEndpointLog
{
    /// <summary>Without its query, which may hold secrets.</summary>
    public required string Url { get; init; }

    /// <summary>How many events it has taken since the server started.</summary>
    public required long Delivered { get; init; }

    /// <summary>How many attempts failed since the server started.</summary>
    public required long Failed { get; init; }

    /// <summary>The last attempts, newest first.</summary>
    public required IReadOnlyList<CallbackAttempt> Attempts { get; init; }
}

/// <summary>One attempt to deliver an event.</summary>
public sealed record CallbackAttempt
{
    public required DateTimeOffset At { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>The same on every attempt: the header <c>webhook-id</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>As in a callback's <c>type</c>: <c>workflow:succeeded</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The header <c>baton-sequence</c>.</summary>
    public required int Sequence { get; init; }

    /// <summary>What the endpoint answered; absent when it did not.</summary>
    public int? StatusCode { get; init; }

    /// <summary>From the first byte sent to the end of the answer.</summary>
    public required int DurationMilliseconds { get; init; }

    /// <summary>From what the event tells of to the end of this attempt.</summary>
    public required long LagMilliseconds { get; init; }

    /// <summary>Why the attempt failed; absent when it did not.</summary>
    public string? Error { get; init; }
}
