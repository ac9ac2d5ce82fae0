using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>JSON that may be anything: one pass that finds nesting and texts beyond the limits.</summary>
internal static class FreeJson
{
    public static void Check(JsonElement value, JsonPlace at, ValidationRules rules, Findings findings)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var depthMax = Math.Max(1, rules.DepthMax - at.Depth);
        while (reader.Read())
        {
            if (reader.CurrentDepth > depthMax)
            {
                findings.Fault(at, $"This is nested deeper than {rules.DepthMax} levels.");

                return;
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueSpan.Length > rules.TextLengthMax)
            {
                findings.Fault(at, $"A text in here is longer than {rules.TextLengthMax} characters.");

                return;
            }
        }
    }
}
