using Baton.Contracts.Json;
using Baton.Contracts.Workflows;

namespace Baton.Problems;

/// <summary>Which state stands against a request, and since when, as members of the problem.</summary>
internal static class StateMembers
{
    public static KeyValuePair<string, string?>[] Of(WorkflowStatus status, DateTimeOffset? since) =>
    [
        KeyValuePair.Create<string, string?>("state", status.ToWire()),
        KeyValuePair.Create("since", since is { } at ? UtcDateTimeConverter.Format(at) : null),
    ];

    /// <summary>The same in words.</summary>
    public static string Words(WorkflowStatus status, DateTimeOffset? since) =>
        since is { } at ? $"{status.ToWire()} since {UtcDateTimeConverter.Format(at)}" : status.ToWire();
}
