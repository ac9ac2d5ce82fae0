using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Requests;

namespace Baton.Live;

/// <summary>What a reader wants to be told.</summary>
/// <param name="Types">As in a callback's <c>type</c>; empty: everything.</param>
internal sealed record LiveRequest(IReadOnlyList<string> Types, bool Detailed, bool HideMatureContent)
{
    private static readonly string[] Statuses = [.. Enum.GetNames<WorkflowStatus>(), "*"];

    public static LiveRequest Read(QueryReader reader, QueryParameter<bool> hideMatureContent)
    {
        var types = reader.Read(LiveParameters.Type);
        if (types.FirstOrDefault(type => !IsType(type)) is { } wrong)
        {
            reader.Refuse(LiveParameters.Type.Name, $"The value '{(wrong.Length > 100 ? wrong[..100] + "…" : wrong)}' is not valid for type; workflow, step or job, a colon, and a status or * are expected.");
        }

        return new LiveRequest(types, reader.Read(LiveParameters.Detailed), reader.Read(hideMatureContent));
    }

    public bool Wants(CallbackEvent happened) => Types.Count == 0 || Types.Any(happened.IsOf);

    private static bool IsType(string type) =>
        type.Split(':') is [("workflow" or "step" or "job"), var status] && Statuses.Contains(status, StringComparer.OrdinalIgnoreCase);
}
