using System.Text.Json;
using Baton.Schemas;

namespace Baton.Providers;

/// <summary>Reads the schema that a provider gives for its inputs. One that would be heeded in part only is refused, so that no job is offered to a provider that excluded it.</summary>
public static class CapabilitySchema
{
    private const int BytesMax = 64 * 1024;

    /// <summary>The schema; null, with a fault that names keyword and place, when it is too large, none, or has a keyword that is not heeded.</summary>
    public static StrictSchema? Read(JsonElement document, string path, Findings findings)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            findings.Fault(path, "A JSON Schema object is expected.");
            return null;
        }

        if (document.GetRawText().Length > BytesMax)
        {
            findings.Fault(path, $"A schema may have {BytesMax / 1024} KiB.");
            return null;
        }

        try
        {
            return StrictSchema.Parse(document);
        }
        catch (FormatException e)
        {
            findings.Fault(path, e.Message);
            return null;
        }
    }
}
