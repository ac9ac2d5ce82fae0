using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Requests;
using Baton.Storage;

namespace Baton.Workflows;

/// <summary>Reads what a caller wants listed, and makes pages of what was found.</summary>
internal static class WorkflowListing
{
    public static WorkflowQuery Read(QueryReader reader, AccountId account) => new(
        account,
        After(reader),
        reader.Read(WorkflowParameters.Take),
        reader.Read(WorkflowParameters.Ascending),
        reader.Read(WorkflowParameters.Tags),
        reader.Read(WorkflowParameters.Query),
        reader.Read(WorkflowParameters.FromDate),
        reader.Read(WorkflowParameters.ToDate),
        reader.Read(WorkflowParameters.ExcludeFailed),
        reader.Read(WorkflowParameters.ExcludeTags));

    /// <param name="found">Up to one more than <paramref name="take"/>; the extra one says that there is a next page.</param>
    public static WorkflowPage Page(IReadOnlyList<WorkflowState> found, int take, Func<WorkflowState, Workflow> render) => new(
        Next(found, take),
        [.. found.Take(take).Select(render)]);

    /// <summary>Where the next page begins when this one has that many; null when it is the last.</summary>
    public static string? Next(IReadOnlyList<WorkflowState> found, int take) => found.Count > take ? WorkflowCursor.Write(found[take - 1].Id) : null;

    /// <summary>The workflow that the page before ended with; null for the first page.</summary>
    public static WorkflowId? After(QueryReader reader)
    {
        if (reader.Read(WorkflowParameters.Cursor) is not { } cursor)
        {
            return null;
        }

        if (WorkflowCursor.TryRead(cursor, out var last))
        {
            return last;
        }

        reader.Refuse(WorkflowParameters.Cursor.Name, "The value is not a cursor; take the member next of the page before.");
        return null;
    }
}
