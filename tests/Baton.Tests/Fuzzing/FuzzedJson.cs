using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Tests.Fuzzing;

/// <summary>Makes JSON that mostly follows a schema, and now and then does not.</summary>
internal sealed class FuzzedJson(JsonElement description, Random random)
{
    private const int DepthMax = 6;

    private static readonly string[] Texts =
    [
        "", " ", "x", "4k", "$0", "0", "-1", "true", "null", "..", "\u0000", "\u202e\u0301", "😀", "${jndi:x}", "' OR 1=1 --", "<script>", "%00", "data:image/png;base64,AAAA", "https://10.0.0.1/a.png",
        "http://[::1]/", "baton://blobs/blob_x", "blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png", "wf_01ARZ3NDEKTSV4RRFFQ69G5FAV", "2026-01-01T00:00:00Z", "9999-99-99", "00:00:01", "-1.00:00:00", "echo", "high", "canceled",
    ];

    public string Make(JsonElement? schema) => random.Next(12) switch
    {
        0 => Garbage(),
        1 => Deep(),
        2 => Any(0)?.ToJsonString() ?? "null",
        _ => Mangle(Value(schema, 0)?.ToJsonString() ?? "null"),
    };

    private JsonNode? Value(JsonElement? schema, int depth)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } given || depth > DepthMax || random.Next(14) == 0)
        {
            return Any(depth);
        }

        var known = Resolve(given);
        if (known.TryGetProperty("enum", out var choices) && choices.GetArrayLength() > 0)
        {
            return JsonNode.Parse(choices[random.Next(choices.GetArrayLength())].GetRawText());
        }

        foreach (var union in (string[])["anyOf", "oneOf"])
        {
            if (known.TryGetProperty(union, out var variants) && variants.GetArrayLength() > 0)
            {
                return Value(variants[random.Next(variants.GetArrayLength())], depth);
            }
        }

        return TypeOf(known) switch
        {
            "object" => Object(known, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(known.TryGetProperty("items", out var items) ? items : null, depth + 1))]),
            "string" => Texts[random.Next(Texts.Length)],
            "integer" => Number(known),
            "number" => Number(known) + random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            _ => Any(depth),
        };
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var members))
        {
            foreach (var member in members.EnumerateObject().Where(_ => random.Next(4) > 0))
            {
                made[member.Name] = member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("const", out var constant)
                    ? JsonNode.Parse(constant.GetRawText())
                    : Value(member.Value, depth + 1);
            }
        }

        if (random.Next(6) == 0)
        {
            made[Texts[random.Next(Texts.Length)]] = Any(depth + 1);
        }

        return made;
    }

    private JsonNode? Any(int depth) => random.Next(depth > DepthMax ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 5000),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        4 => Texts[random.Next(Texts.Length)],
        5 => new string('a', random.Next(1, 20_000)),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Any(depth + 1))]),
        7 => new JsonObject { ["$ref"] = Texts[random.Next(Texts.Length)], ["path"] = "output.a[0].b" },
        _ => new JsonObject { [Texts[random.Next(Texts.Length)]] = Any(depth + 1) },
    };

    private long Number(JsonElement schema)
    {
        var (low, high) = (Limit("minimum", -5), Limit("maximum", 5000));
        return random.Next(6) == 0 ? (random.Next(2) == 0 ? low - 1 : high + 1) : random.NextInt64(low, Math.Max(low + 1, high));

        long Limit(string name, long otherwise) => schema.TryGetProperty(name, out var limit) && limit.TryGetDouble(out var value) && Math.Abs(value) < 1e15 ? (long)value : otherwise;
    }

    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? (schema.TryGetProperty("properties", out _) ? "object" : null)
        : type.ValueKind == JsonValueKind.Array ? type[0].GetString()
        : type.GetString();

    private JsonElement Resolve(JsonElement schema)
    {
        for (var i = 0; i < 8 && schema.TryGetProperty("$ref", out var pointer) && pointer.ValueKind == JsonValueKind.String; i++)
        {
            schema = description.GetProperty("components").GetProperty("schemas").GetProperty(pointer.GetString()!.Split('/')[^1]);
        }

        return schema;
    }

    private string Garbage() => random.Next(6) switch
    {
        0 => "",
        1 => "{",
        2 => "[1,2",
        3 => "\u0000\u0001",
        4 => "NaN",
        _ => new string(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0x2000)).ToArray()),
    };

    private string Deep()
    {
        var depth = random.Next(10, 3000);
        return random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"steps\":", depth)) + "1" + new string('}', depth);
    }

    /// <summary>Cuts, doubles or changes a character, one time in four.</summary>
    private string Mangle(string json)
    {
        if (json.Length == 0 || random.Next(4) > 0)
        {
            return json;
        }

        var at = random.Next(json.Length);
        return random.Next(4) switch
        {
            0 => json[..at],
            1 => json[..at] + json[at] + json[at..],
            2 => json[..at] + ((char)random.Next(32, 127)).ToString(CultureInfo.InvariantCulture) + json[(at + 1)..],
            _ => json.Replace("\"", "'", StringComparison.Ordinal),
        };
    }
}
