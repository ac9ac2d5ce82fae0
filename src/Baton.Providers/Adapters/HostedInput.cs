using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>
/// An input as hosted models take it: a flat object in snake_case. Members that choose the model are left out unless <c>Fields</c> names them, a few have other names there, the setting <c>Fields</c> names others, and
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
        var given = new Dictionary<string, JsonProperty>(StringComparer.Ordinal);
        foreach (var member in input.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null && NameOf(member.Name).Length > 0))
        {
            var name = NameOf(member.Name);
            if (given.TryGetValue(name, out var other) && !JsonElement.DeepEquals(other.Value, member.Value))
            {
                throw new JobFailedException(JobFailure.Rejected, $"'{other.Name}' and '{member.Name}' are the same to this provider; give one of them, or both the same value.");
            }

            given[name] = member;
            body[name] = await Value(member.Value);
        }

        return body;
    }

    /// <summary>What the model calls a member; empty when it does not get it.</summary>
    private string NameOf(string member) =>
        settings.Fields.TryGetValue(member, out var set) ? set
        : Choosers.Contains(member, StringComparer.Ordinal) ? ""
        : names.TryGetValue(member, out var known) ? known
        : Snake(member);

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

    /// <summary>Names of members; keys of a map, such as the AIRs of LoRAs, are the caller's own and stay as they are.</summary>
    private static string Snake(string name)
    {
        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            return name;
        }

        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsAsciiLetterUpper(letter) && text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
