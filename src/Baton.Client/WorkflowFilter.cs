using Baton.Contracts.Json;

namespace Baton.Client;

/// <summary>Which workflows to list; every given condition must hold.</summary>
public sealed record WorkflowFilter
{
    /// <summary>From <c>Next</c> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Workflows a page. Default: the server's, which is 100.</summary>
    public int? Take { get; init; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Text that occurs in the metadata.</summary>
    public string? Text { get; init; }

    /// <summary>Oldest first.</summary>
    public bool Ascending { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Leaves out failed, expired and canceled ones.</summary>
    public bool ExcludeFailed { get; init; }

    internal QueryText ToQuery() => Tags
        .Aggregate(new QueryText(), (query, tag) => query.Add("tags", tag))
        .Add("cursor", Cursor)
        .Add("take", Take?.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Add("query", Text)
        .Add("ascending", Ascending)
        .Add("fromDate", From is { } from ? UtcDateTimeConverter.Format(from) : null)
        .Add("toDate", To is { } to ? UtcDateTimeConverter.Format(to) : null)
        .Add("excludeFailed", ExcludeFailed);
}
