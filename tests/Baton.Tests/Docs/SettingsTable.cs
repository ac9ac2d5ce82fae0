using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;

namespace Baton.Tests.Docs;

/// <summary>Writes an options class as the table a reader sees: defaults from an instance, bounds from the attributes that are checked at start, words from the code's documentation.</summary>
internal static partial class SettingsTable
{
    public static string Of(Type options) => string.Join('\n',
    [
        $"### {SectionOf(options)}",
        "",
        Words($"T:{options.FullName}", options.Assembly),
        "",
        "| variable | type | default | bounds | meaning |",
        "| --- | --- | --- | --- | --- |",
        .. Rows(options, SectionOf(options)),
    ]);

    public static string SectionOf(Type options) => (string)options.GetField("Section")!.GetRawConstantValue()!;

    private static IEnumerable<string> Rows(Type options, string path)
    {
        var defaults = Activator.CreateInstance(options);
        return options.GetProperties().SelectMany(property => Rows(property, property.GetValue(defaults), PathOf(property, path)));
    }

    /// <summary>Where a section itself holds things by name, the property that they are bound to is no part of the path.</summary>
    private static string PathOf(PropertyInfo property, string path) => $"{path}__{property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name}";

    private static IEnumerable<string> Rows(PropertyInfo property, object? value, string path)
    {
        if (property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            var values = type.GetGenericArguments()[1];
            path = path.EndsWith("__NAME", StringComparison.Ordinal) && property.GetCustomAttribute<ConfigurationKeyNameAttribute>() is not null ? path : $"{path}__NAME";
            return values == typeof(string) ? [Row(property, value, path, "text")] : Rows(values, path);
        }

        return [Row(property, value, path, TypeName(property.PropertyType))];
    }

    private static string Row(PropertyInfo property, object? value, string path, string type) =>
        $"| `{path}` | {type} | {Default(value)} | {Bounds(property)} | {Words($"P:{property.DeclaringType!.FullName}.{property.Name}", property.DeclaringType.Assembly)} |";

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(TimeSpan) => "duration",
        var one when one == typeof(int) || one == typeof(long) || one == typeof(double) || one == typeof(decimal) => "number",
        var one when one == typeof(bool) => "`true`, `false`",
        var one when one == typeof(string) => "text",
        var one when one == typeof(Uri) => "URL",
        { IsEnum: true } one => string.Join(", ", Enum.GetNames(one).Select(name => $"`{name}`")),
        var one when one == typeof(List<string>) => "texts, as `__0`, `__1` …",
        _ => throw new NotSupportedException($"How to write a {type} in a document is not decided yet."),
    };

    private static string Default(object? value) => value switch
    {
        null or ICollection { Count: 0 } => "none",
        TimeSpan duration => $"`{duration:c}`",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Bounds(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"`{range.Minimum}` to `{range.Maximum}`")
        : "";

    /// <summary>What the code's documentation says, without the default, which has a column of its own.</summary>
    private static string Words(string member, Assembly assembly)
    {
        var summary = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member").Single(one => (string?)one.Attribute("name") == member)
            .Element("summary")!;
        var text = string.Concat(summary.Nodes().Select(node => node is XElement code ? $"`{code.Value}`" : node.ToString(SaveOptions.DisableFormatting)));
        return DefaultSentence().Replace(Space().Replace(text, " ").Trim(), "").Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@" ?Default: (?:[^`.]|`[^`]*`|\.(?=\S))*\.$")]
    private static partial Regex DefaultSentence();
}
