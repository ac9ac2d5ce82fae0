using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Requests;

/// <summary>A query parameter of an operation: how it is read, and what the API description says of it. Both come from here, so they cannot disagree.</summary>
internal abstract partial record QueryParameter(string Name, QueryShape Shape, string Description)
{
    /// <summary>What goes into the description besides the shape.</summary>
    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    public string? DefaultText { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public static QueryParameter<bool> Flag(string name, string description, bool otherwise = false) =>
        new(name, QueryShape.Boolean, description, otherwise, "true or false", bool.TryParse) { DefaultText = otherwise ? "true" : "false" };

    /// <summary>Yes, no, or nothing said.</summary>
    public static QueryParameter<bool?> Choice(string name, string description) =>
        new(name, QueryShape.Boolean, description, null, "true or false", (string text, out bool? value) =>
        {
            var isRead = bool.TryParse(text, out var choice);
            value = choice;
            return isRead;
        });

    /// <summary>A whole number of at least <paramref name="min"/>. What is above <paramref name="max"/> is refused.</summary>
    public static QueryParameter<int> WholeNumber(string name, string description, int min, int max, int otherwise) =>
        new(name, QueryShape.Integer, description, otherwise, $"a whole number from {min} to {max}", (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max)
        {
            Minimum = min,
            Maximum = max,
            DefaultText = otherwise.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Whole seconds. What is above <paramref name="max"/> counts as that, however large it is.</summary>
    public static QueryParameter<TimeSpan> Seconds(string name, string description, TimeSpan max) =>
        new(name, QueryShape.Integer, description, TimeSpan.Zero, "a whole number of seconds, 0 or more", (string text, out TimeSpan value) =>
        {
            value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < max.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : max;
            return Digits().IsMatch(text);
        })
        {
            Minimum = 0,
            DefaultText = "0",
        };

    public static QueryParameter<string?> Text(string name, string description, int lengthMax) =>
        new(name, QueryShape.Text, description, null, $"text of 1 to {lengthMax} characters", (string text, out string? value) =>
        {
            value = text;
            return text.Length > 0 && text.Length <= lengthMax;
        });

    public static QueryParameter<DateTimeOffset?> Instant(string name, string description) =>
        new(name, QueryShape.Instant, description, null, "an instant such as 2026-01-31T12:00:00Z", (string text, out DateTimeOffset? value) =>
        {
            var isInstant = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
            value = instant;
            return isInstant && char.IsAsciiDigit(text[0]);
        });

    public static QueryParameter<TEnum> OneOf<TEnum>(string name, string description, TEnum otherwise)
        where TEnum : struct, Enum
    {
        string[] values = [.. Enum.GetNames<TEnum>().Select(n => n.ToLowerInvariant())];
        return new(name, QueryShape.Text, description, otherwise, "one of " + string.Join(", ", values), (string text, out TEnum value) =>
            Enum.TryParse(text, ignoreCase: true, out value) && values.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            Values = values,
            DefaultText = values[Convert.ToInt32(otherwise, CultureInfo.InvariantCulture)],
        };
    }

    [GeneratedRegex("^[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}

/// <summary>A query parameter with a value of this type.</summary>
/// <param name="Otherwise">Its value when it is absent.</param>
/// <param name="Expected">Words for what would be right, for those who sent something else.</param>
internal sealed record QueryParameter<T>(string Name, QueryShape Shape, string Description, T Otherwise, string Expected, TryParseQuery<T> TryParse)
    : QueryParameter(Name, Shape, Description);

/// <summary>A query parameter that may be given several times.</summary>
internal sealed record QueryList(string Name, string Description, int CountMax) : QueryParameter(Name, QueryShape.Texts, Description);

internal delegate bool TryParseQuery<T>(string text, out T value);

/// <summary>What a query parameter looks like in the API description.</summary>
internal enum QueryShape
{
    Boolean,
    Integer,
    Text,
    Texts,
    Instant,
}
