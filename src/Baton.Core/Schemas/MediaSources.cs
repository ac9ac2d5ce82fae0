using System.Collections.Immutable;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The places of an input where media may be given, so that media that is in the text itself can be moved to blobs.</summary>
public static class MediaSources
{
    /// <summary>All texts that the schema says are media sources, in the order they stand there. References are none.</summary>
    public static ImmutableArray<MediaSource> Find(Schema schema, JsonElement input) => Find(schema, input, new JsonPlace());

    /// <summary>The same, with paths that begin at a place.</summary>
    public static ImmutableArray<MediaSource> Find(Schema schema, JsonElement input, JsonPlace at)
    {
        var found = ImmutableArray.CreateBuilder<MediaSource>();
        Walk(schema, input, at, found);

        return found.ToImmutable();
    }

    /// <summary>The input with the texts at these paths replaced, by the paths that <c>Find</c> gave.</summary>
    public static JsonElement Replace(JsonElement input, IEnumerable<MediaSource> sources, IReadOnlyDictionary<string, string> newByPath)
    {
        var edits = new JsonEdits(input);
        foreach (var source in sources)
        {
            if (newByPath.TryGetValue(source.Path, out var replacement))
            {
                edits.Replace(source.Text, JsonText.Of(replacement));
            }
        }

        return edits.Apply();
    }

    private static void Walk(Schema schema, JsonElement value, JsonPlace at, ImmutableArray<MediaSource>.Builder found)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            if (schema.Format == SchemaFormat.MediaSource)
            {
                found.Add(new MediaSource(at.Path, value, MediaText.IsInline(value)));
            }
        }
        else if (schema.Union is { } union)
        {
            foreach (var variant in union.Choose(value) is { } chosen ? [chosen] : union.Discriminator is null ? union.Variants : [])
            {
                Walk(variant.Schema, value, at, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items)
        {
            WalkItems(items, value, at, found);
        }
        else if (value.ValueKind == JsonValueKind.Object && (schema.DeclaresRef || !JsonReference.Is(value)))
        {
            WalkMembers(schema, value, at, found);
        }
    }

    private static void WalkItems(Schema items, JsonElement list, JsonPlace at, ImmutableArray<MediaSource>.Builder found)
    {
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            at.Enter(index++);
            Walk(items, item, at, found);
            at.Leave();
        }
    }

    private static void WalkMembers(Schema schema, JsonElement value, JsonPlace at, ImmutableArray<MediaSource>.Builder found)
    {
        foreach (var member in schema.Members)
        {
            if (value.TryGetProperty(member.Utf8Name, out var inner))
            {
                at.Enter(member.Name);
                Walk(member.Schema, inner, at, found);
                at.Leave();
            }
        }
    }
}

/// <summary>A text that says where media is.</summary>
/// <param name="Path">Where it stands, from the input on.</param>
/// <param name="IsInline">The media itself is in the text: a data URL or Base64.</param>
public sealed record MediaSource(string Path, JsonElement Text, bool IsInline);
