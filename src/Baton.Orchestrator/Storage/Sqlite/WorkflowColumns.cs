using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>The columns that are derived from a workflow for the sake of queries.</summary>
internal static class WorkflowColumns
{
    /// <summary>Found by every query.</summary>
    public const long Listed = 0;

    /// <summary>Found unless failed, expired and canceled ones are left out.</summary>
    public const long ListedUnsuccessful = 1;

    /// <summary>Deleted, or ephemeral and ended: found by no query.</summary>
    public const long Unlisted = 2;

    public static long Listing(WorkflowState state) => state switch
    {
        { DeletedAt: not null } => Unlisted,
        { Definition.Ephemeral: true } when state.Status.IsTerminal() => Unlisted,
        { Status: WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled } => ListedUnsuccessful,
        _ => Listed,
    };

    /// <summary>
    /// A fingerprint of tags, metadata and parked callbacks: while it stays, their tables need no look. Most workflows have none, or never change them.
    /// </summary>
    public static long Facets(WorkflowState state)
    {
        var parked = Outbox.ParkedCount(state);
        if (state.Tags.IsDefaultOrEmpty && state.Metadata is null && parked == 0)
        {
            return 0;
        }

        var text = $"{string.Join('\0', state.Tags.IsDefault ? [] : state.Tags)}\0\0{state.Metadata?.GetRawText()}{(parked > 0 ? "\0parked" : "")}";
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
