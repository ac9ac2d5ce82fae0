using System.Globalization;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Texts, numbers and lists.</summary>
internal sealed partial class SchemaValidator
{
    private void WalkText(Schema schema, JsonElement value)
    {
        // Inline media is limited as a body is, not as a text.
        var lengthMax = schema.MaxLength ?? (schema.Format == SchemaFormat.MediaSource ? int.MaxValue : rules.TextLengthMax);
        if (!CheckLength(value, schema.MinLength, lengthMax))
        {
            return;
        }

        if (schema.Pattern is { } pattern && !pattern.Matches(value.GetString()!))
        {
            findings.Fault(at, $"{NotValid(value)} It must match {pattern.Text}.");
        }

        if (schema.Format != SchemaFormat.None && TextFormat.Complaint(schema.Format, value) is { } complaint)
        {
            findings.Fault(at, $"{NotValid(value)} {complaint}");
        }
    }

    private bool CheckLength(JsonElement value, int? min, int max)
    {
        if (min is null && JsonText.IsSurelyWithin(value, max))
        {
            return true;
        }

        var length = JsonText.LengthOf(value);
        if (length >= (min ?? 0) && length <= max)
        {
            return true;
        }

        findings.Fault(at, SchemaWords.Length(at, length, min, max));

        return false;
    }

    private void WalkNumber(Schema schema, JsonElement value)
    {
        var number = value.GetDouble();
        if (!double.IsFinite(number))
        {
            findings.Fault(at, $"{NotValid(value)} It is too large.");
        }
        else if (!schema.Range.Has(number))
        {
            findings.Fault(at, $"{NotValid(value)} Allowed: {schema.Range}.");
        }
        else if (!schema.Types.HasFlag(SchemaTypes.Number))
        {
            WalkInteger(schema, value, number);
        }
    }

    private void WalkInteger(Schema schema, JsonElement value, double number)
    {
        if (schema.Format == SchemaFormat.Int32 ? value.TryGetInt32(out _) : value.TryGetInt64(out _))
        {
            return;
        }

        // 4.0 and 4e0 are whole numbers to JSON, but readers of integers want them written as such.
        var limit = schema.Format == SchemaFormat.Int32 ? int.MaxValue : 1L << 53;
        if (double.IsInteger(number) && Math.Abs(number) <= limit)
        {
            _edits.Replace(value, JsonElement.Parse(((long)number).ToString(CultureInfo.InvariantCulture)));
        }
        else
        {
            findings.Fault(at, $"{NotValid(value)} It must be a whole number{(double.IsInteger(number) ? $" of at most {limit}" : "")}.");
        }
    }

    private void WalkArray(Schema schema, JsonElement value)
    {
        var count = value.GetArrayLength();
        if (count < schema.MinItems || count > schema.MaxItems)
        {
            findings.Fault(at, SchemaWords.ItemCount(at, count, schema.MinItems, schema.MaxItems));

            // Going through ten thousand items too many would say nothing more.
            return;
        }

        var items = schema.Items;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            at.Enter(index++);
            if (items is null)
            {
                WalkFree(item);
            }
            else
            {
                Walk(items, item);
            }

            at.Leave();
        }

        if (schema.UniqueItems && count > 1)
        {
            CheckUnique(value);
        }
    }

    private void CheckUnique(JsonElement list)
    {
        var seen = new HashSet<JsonElement>(JsonEquality.Instance);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            at.Enter(index++);
            if (!seen.Add(item))
            {
                findings.Fault(at, $"{JsonText.Show(item)} is there twice.");
            }

            at.Leave();
        }
    }
}
