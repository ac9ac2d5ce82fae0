using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>
/// The member <c>provider</c> of an input, which the inputs of <c>wan</c> have. It has a default that stands in every job, so the default says nothing of what the caller wants: <c>civitai</c>, which is whoever runs
/// the server, for version 2.1, and <c>fal</c> for all others. Any other value is the caller's own choice, and a service of another kind does not take the job.
/// </summary>
internal static class PinnedProvider
{
    public const string Member = "provider";

    private const string Anyone = "civitai";
    private const string Fal = "fal";
    private const string Comfy = "comfy";
    private const string VersionWithoutFal = "v2.1";

    /// <summary>True for what the member may be.</summary>
    public static bool IsName(string text) => text is Anyone or Fal or Comfy;

    /// <summary>A JSON Schema of the inputs that do not choose another kind than this.</summary>
    public static JsonObject LeavesOpen(ProviderKind kind) => kind == ProviderKind.Fal ? Among(Anyone, Fal) : new JsonObject
    {
        ["anyOf"] = new JsonArray(Among(Anyone), new JsonObject
        {
            ["properties"] = new JsonObject
            {
                [Member] = new JsonObject { ["const"] = Fal },
                ["version"] = new JsonObject { ["type"] = "string", ["pattern"] = $"^(?!{VersionWithoutFal.Replace(".", "\\.", StringComparison.Ordinal)}$)" },
            },
        }),
    };

    /// <summary>A missing one is as good as the default.</summary>
    private static JsonObject Among(params string[] names) => new()
    {
        ["properties"] = new JsonObject { [Member] = new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode?)name), null]) } },
    };
}
