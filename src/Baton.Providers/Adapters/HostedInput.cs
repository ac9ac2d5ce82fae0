using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>
/// An input as hosted models take it: a flat object in snake_case. Members that choose the model are left out, a few have other names there, the setting <c>Fields</c> names others, and
/// media are brought along as the service takes them.
/// </summary>
/// <param name="names">Ours → theirs; an empty name leaves the member out.</param>
/// <param name="bring">What stands for a media source at the service.</param>
internal sealed class HostedInput(IReadOnlyDictionary<string, string> names, ProviderSettings settings, Func<string, Task<string>> bring)
{
    private static readonly string[] Choosers = ["engine", "ecosystem", "model", "version", "operation", "provider", "imageMetadata"];

    public async Task<JsonObject> Of(JsonElement input)
    {
        var body = new JsonObject();
        foreach (var member in input.EnumerateObject().Where(member => !Choosers.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind != JsonValueKind.Null))
        {
            var name = settings.Fields.TryGetValue(member.Name, out var set) ? set : names.TryGetValue(member.Name, out var known) ? known : Snake(member.Name);
            if (name.Length > 0)
            {
                body[name] = await Value(member.Value);
            }
        }

        return body;
    }

    private async Task<JsonNode?> Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when IsMedia(value.GetString()!):
                return await bring(value.GetString()!);
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in value.EnumerateArray())
                {
                    items.Add(await Value(item));
                }

                return items;
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    members[Snake(member.Name)] = await Value(member.Value);
                }

                return members;
            default:
                return value.Node();
        }
    }

    private static bool IsMedia(string text) =>
        (text.StartsWith("baton://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("data:", StringComparison.Ordinal))
        && !text.AsSpan().ContainsAny(' ', '\n');

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsAsciiLetterUpper(letter) && text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
