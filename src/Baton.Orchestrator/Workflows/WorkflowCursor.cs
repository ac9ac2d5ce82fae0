using System.Buffers.Text;
using System.Text;

namespace Baton.Workflows;

/// <summary>Where a listing goes on. It is opaque to callers, so that what is in it can change.</summary>
internal static class WorkflowCursor
{
    public static string Write(WorkflowId last) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(last.Value));

    public static bool TryRead(string cursor, out WorkflowId last)
    {
        last = default;
        return Base64Url.IsValid(cursor)
            && WorkflowIds.TryRead(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)), out last);
    }
}
