using System.Text.Json;

namespace Baton.WorkerChecks;

/// <summary>What is checked, and how.</summary>
internal sealed record CheckPlan
{
    /// <summary>The step type that the worker does.</summary>
    public required string Type { get; init; }

    /// <summary>The input of each job.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>How to start the worker; empty when somebody else does.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where the server listens for the worker.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>How long a claim lasts. Short, so that checks are.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the worker may take for whatever is expected of it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The names of the checks to carry out; empty for all.</summary>
    public IReadOnlySet<string> Only { get; init; } = new HashSet<string>();

    /// <summary>Told when the worker can be started by hand, with the server's address and the worker's token.</summary>
    public Action<Uri, string> Ready { get; init; } = (_, _) => { };
}
