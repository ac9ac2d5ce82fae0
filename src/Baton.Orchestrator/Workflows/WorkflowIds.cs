namespace Baton.Workflows;

/// <summary>Tells what cannot be a workflow's id before anything is looked up or activated for it.</summary>
internal static class WorkflowIds
{
    private const string Prefix = "wf_";
    private const int UlidLength = 26;

    public static bool TryRead(string? text, out WorkflowId id)
    {
        id = new WorkflowId(text ?? "");
        return id.Value.Length == Prefix.Length + UlidLength
            && id.Value.StartsWith(Prefix, StringComparison.Ordinal)
            && id.Value.AsSpan(Prefix.Length).IndexOfAnyExceptInRange('0', 'Z') < 0;
    }
}
