using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Reads the members of a workflow that its caller may change, and says what is wrong with them.</summary>
internal static class WorkflowFields
{
    public const int TagsMax = 10;
    public const int TagLengthMax = 200;

    /// <summary>Null when it is absent, null or faulty.</summary>
    public static JsonElement? ReadMetadata(JsonElement parent, ICollection<Fault> faults)
    {
        if (!TryRead(parent, "metadata", out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return value;
        }

        faults.Add(new Fault("metadata", "The metadata is a JSON object."));
        return null;
    }

    /// <summary>Null when they are absent, null or faulty.</summary>
    public static ImmutableArray<string>? ReadTags(JsonElement parent, ICollection<Fault> faults)
    {
        if (!TryRead(parent, "tags", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault("tags", "The tags are an array of texts."));
            return null;
        }

        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            CheckTag(item, $"tags[{index}]", faults);
            tags.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : "");
        }

        CheckTogether(tags, faults);
        return tags.ToImmutable();
    }

    public static void CheckTag(JsonElement tag, string path, ICollection<Fault> faults)
    {
        if (tag.ValueKind != JsonValueKind.String || tag.GetString() is not { Length: > 0 and <= TagLengthMax })
        {
            faults.Add(new Fault(path, $"A tag is a text of 1 to {TagLengthMax} characters."));
        }
    }

    public static bool? ReadAllowMatureContent(JsonElement parent, ICollection<Fault> faults)
    {
        if (!TryRead(parent, "allowMatureContent", out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        faults.Add(new Fault("allowMatureContent", "The value is true or false."));
        return null;
    }

    /// <summary>True when the caller wants the workflow stopped; that is the only status that can be set.</summary>
    public static bool ReadStop(JsonElement parent, ICollection<Fault> faults)
    {
        if (!TryRead(parent, "status", out var value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), "canceled", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        faults.Add(new Fault("status", "The only status that can be set is canceled."));
        return false;
    }

    private static void CheckTogether(ImmutableArray<string>.Builder tags, ICollection<Fault> faults)
    {
        if (tags.Count > TagsMax)
        {
            faults.Add(new Fault("tags", $"A workflow has at most {TagsMax} tags; these are {tags.Count}."));
        }

        if (tags.Distinct(StringComparer.Ordinal).Count() < tags.Count)
        {
            faults.Add(new Fault("tags", "Each tag is given once."));
        }
    }

    private static bool TryRead(JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
