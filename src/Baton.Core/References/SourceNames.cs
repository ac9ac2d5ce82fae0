using System.Globalization;
using Baton.Schemas;

namespace Baton.References;

/// <summary>The sources that steps of a workflow can refer to: names, positions as <c>$0</c>, <c>$1</c>, … and <c>$arguments</c>.</summary>
public sealed class SourceNames
{
    public const string Arguments = "$arguments";

    private readonly Dictionary<string, int> _byName;
    private readonly int _count;

    public SourceNames(IReadOnlyList<string> names)
    {
        _count = names.Count;
        _byName = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            _byName.TryAdd(names[i], i);
        }
    }

    /// <summary>
    /// Finds out what a reference names. A source that is not known as a whole may be the dotted form, source and path in one;
    /// the longest name that is known counts, since names may have dots themselves.
    /// </summary>
    public BoundReference? TryBind(Reference reference, out Fault? fault)
    {
        fault = null;
        var (target, inline) = Split(reference.Source);
        if (target is null)
        {
            fault = new Fault(reference.SourcePlace, $"There is no source '{JsonText.Cut(reference.Source, 64)}'. Known: {Listed}.");

            return null;
        }

        var text = ReferencePath.Join(inline, reference.Path);
        if (ReferencePath.TryParse(text, out var complaint) is not { } parsed)
        {
            fault = new Fault(reference.PathPlace, $"The path '{JsonText.Cut(text, 64)}' cannot be read. {complaint}");

            return null;
        }

        return new BoundReference(reference, target, parsed);
    }

    private string Listed => JsonText.List([.. _byName.Keys, Arguments]);

    private (ReferenceTarget? Target, string Path) Split(string source)
    {
        if (Find(source) is { } whole)
        {
            return (whole, "");
        }

        for (var at = source.LastIndexOfAny(['.', '[']); at > 0; at = source.LastIndexOfAny(['.', '['], at - 1))
        {
            if (Find(source[..at]) is { } target)
            {
                return (target, source[(source[at] == '.' ? at + 1 : at)..]);
            }
        }

        return (null, "");
    }

    private ReferenceTarget? Find(string source) =>
        source == Arguments ? new ReferenceTarget.Arguments()
        : _byName.TryGetValue(source, out var index) ? new ReferenceTarget.Step(index)
        : Position(source) is { } position && position < _count ? new ReferenceTarget.Step(position)
        : null;

    /// <summary>The position that <c>$3</c> names; null for any other text.</summary>
    internal static int? Position(string source) =>
        source.Length is > 1 and < 10 && source[0] == '$' && (source[1] != '0' || source.Length == 2)
        && int.TryParse(source.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;
}
