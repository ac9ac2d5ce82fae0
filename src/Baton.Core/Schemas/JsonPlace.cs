using System.Globalization;
using System.Text;

namespace Baton.Schemas;

/// <summary>
/// Where in a body a walk is. It is text only once something is wrong there, so that a body that is right costs no strings.
/// </summary>
public sealed class JsonPlace(string root = "")
{
    private const int NameLengthMax = 64;

    private Part[] _parts = new Part[8];

    /// <summary>How many members and indexes lie between the root and here.</summary>
    public int Depth { get; private set; }

    /// <summary>The nearest member: what is here, or the list that holds it; null at the root.</summary>
    public string? Name
    {
        get
        {
            for (var i = Depth - 1; i >= 0; i--)
            {
                if (_parts[i].Name is { } name)
                {
                    return JsonText.Cut(name, NameLengthMax);
                }
            }

            return null;
        }
    }

    public JsonPlace Enter(string name) => Enter(new Part(name, -1));

    public JsonPlace Enter(int index) => Enter(new Part(null, index));

    public void Leave() => Depth--;

    /// <summary>The path of a member of what is here, as the caller would write it.</summary>
    public string Of(string name)
    {
        Enter(name);
        var path = Path;
        Leave();

        return path;
    }

    /// <summary>The path as the caller wrote it: <c>steps[0].input.resolution</c>; <c>$</c> at the root.</summary>
    public override string ToString() => Path is { Length: > 0 } path ? path : "$";

    /// <summary>The same, empty at the root.</summary>
    internal string Path => Write();

    private string Write()
    {
        var text = new StringBuilder(root);
        foreach (var part in _parts.AsSpan(0, Depth))
        {
            Append(text, part);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Part part)
    {
        if (part.Name is not { } name)
        {
            text.Append('[').Append(part.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
        }
        else if (IsPlain(name))
        {
            text.Append(text.Length == 0 ? "" : ".").Append(name);
        }
        else
        {
            text.Append("['").Append(JsonText.Cut(name, NameLengthMax)).Append("']");
        }
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= NameLengthMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$');

    private JsonPlace Enter(Part part)
    {
        if (Depth == _parts.Length)
        {
            Array.Resize(ref _parts, _parts.Length * 2);
        }

        _parts[Depth++] = part;

        return this;
    }

    private readonly record struct Part(string? Name, int Index);
}
