using System.Globalization;

namespace Baton.Schemas;

/// <summary>The numbers that a schema accepts. Where two limits stand beside each other the narrower one counts.</summary>
internal sealed record SchemaRange(double? Minimum, double? Maximum, bool MinimumIsExclusive, bool MaximumIsExclusive)
{
    public static readonly SchemaRange Any = new(null, null, false, false);

    public SchemaRange AtLeast(double limit, bool isExclusive = false) =>
        Minimum is { } known && (known > limit || (known.Equals(limit) && !isExclusive)) ? this : this with { Minimum = limit, MinimumIsExclusive = isExclusive };

    public SchemaRange AtMost(double limit, bool isExclusive = false) =>
        Maximum is { } known && (known < limit || (known.Equals(limit) && !isExclusive)) ? this : this with { Maximum = limit, MaximumIsExclusive = isExclusive };

    public bool Has(double number) =>
        !(Minimum is { } min && (MinimumIsExclusive ? number <= min : number < min))
        && !(Maximum is { } max && (MaximumIsExclusive ? number >= max : number > max));

    /// <summary>For a message.</summary>
    public override string ToString()
    {
        var min = Minimum is { } least ? $"{(MinimumIsExclusive ? "more than " : "")}{Number(least)}" : null;
        var max = Maximum is { } most ? $"{(MaximumIsExclusive ? "less than " : "")}{Number(most)}" : null;

        return (min, max) switch
        {
            (not null, not null) => $"{min} to {max}",
            (not null, null) => MinimumIsExclusive ? min : $"{min} or more",
            _ => MaximumIsExclusive ? max! : $"{max} or less",
        };
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
