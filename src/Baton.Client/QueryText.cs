using System.Globalization;
using System.Text;

namespace Baton.Client;

/// <summary>The query of a URL; parameters that say nothing are left out.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public QueryText Add(string name, bool value) => Add(name, value ? "true" : null);

    /// <summary>Rounds up, so that a short wait is not none.</summary>
    public QueryText AddSeconds(string name, TimeSpan value) =>
        Add(name, value > TimeSpan.Zero ? Math.Ceiling(value.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null);

    public override string ToString() => _text.ToString();
}
