namespace Baton.Client;

/// <summary>What a stream tells.</summary>
public sealed record FollowOptions
{
    internal static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(2);

    /// <summary>As in a callback's <c>type</c>: <c>workflow:*</c>, <c>job:failed</c>. Everything when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Events of workflows and steps carry inputs and outputs.</summary>
    public bool Detailed { get; init; }

    /// <summary>The id of the event that was seen last, to go on where another stream ended.</summary>
    public string? LastEventId { get; init; }

    internal QueryText ToQuery()
    {
        var query = new QueryText();
        foreach (var type in Types)
        {
            query.Add("type", type);
        }

        return query.Add("detailed", Detailed);
    }
}
