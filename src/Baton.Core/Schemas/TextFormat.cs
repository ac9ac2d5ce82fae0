using System.Globalization;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>What is wrong with a text that should be an instant, a time span, a URL, a media source or a name in a path; null when nothing is.</summary>
internal static class TextFormat
{
    public static string? Complaint(SchemaFormat format, JsonElement value) => format switch
    {
        SchemaFormat.DateTime => value.TryGetDateTimeOffset(out _) ? null : "It must be an instant, such as 2026-01-31T12:00:00Z.",
        SchemaFormat.DateSpan => TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out _)
            ? null
            : "It must be a time span as [d.]hh:mm:ss[.f], such as 00:10:00.",
        SchemaFormat.Uri => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _) ? null : "It must be an absolute URL.",
        SchemaFormat.MediaSource => MediaText.IsWellFormed(value) ? null : "It must be an https URL, a data URL or Base64.",
        SchemaFormat.PathSegment => value.ValueEquals("."u8) || value.ValueEquals(".."u8) ? "It stands in paths, where '.' and '..' mean another address." : null,
        SchemaFormat.None or SchemaFormat.Int32 or SchemaFormat.Int64 or SchemaFormat.CheckedElsewhere => null,
    };
}
