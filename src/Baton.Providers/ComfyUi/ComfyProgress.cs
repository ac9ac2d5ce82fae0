using System.Text.Json;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>How far a graph is: nodes that are done, and the steps of the one that runs.</summary>
internal sealed class ComfyProgress(string promptId, int nodes)
{
    private const double ShareMax = 0.95;

    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private string? _running;

    /// <summary>The share that is done after this message; null when it says nothing of this graph.</summary>
    public double? Read(JsonElement message)
    {
        if (message.Member("data") is not { ValueKind: JsonValueKind.Object } data || (data.Text("prompt_id") is { } id && id != promptId))
        {
            return null;
        }

        switch (message.Text("type"))
        {
            case "executing" when data.Text("node") is { } node:
                _done.UnionWith(_running is { } before && before != node ? [before] : []);
                _running = node;
                return Share(0);
            case "execution_cached":
                _done.UnionWith(data.Texts("nodes"));
                return Share(0);
            case "progress" when data.Number("max") is > 0 and var max:
                return Share((data.Number("value") ?? 0) / max);
            default:
                return null;
        }
    }

    private double Share(double ofRunning) => Math.Min(ShareMax, (_done.Count + Math.Clamp(ofRunning, 0, 1)) / Math.Max(nodes, _done.Count + 1) * ShareMax);
}
