using System.IO.Hashing;
using System.Text;

namespace Baton.Providers.Sandbox;

/// <summary>Numbers that look random and follow from what they are for: the same texts give the same numbers, in whatever order jobs run (SplitMix64).</summary>
internal sealed class Draws(ulong state)
{
    public static Draws For(params ReadOnlySpan<string> texts)
    {
        var hash = new XxHash64();
        foreach (var text in texts)
        {
            hash.Append(Encoding.UTF8.GetBytes(text));
            hash.Append([0]);
        }

        return new Draws(hash.GetCurrentHashAsUInt64());
    }

    /// <summary>At least 0 and less than 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least <paramref name="from"/> and less than <paramref name="to"/>.</summary>
    public double Between(double from, double to) => from + ((to - from) * Share());

    /// <summary>Of the normal distribution around 0 with a deviation of 1.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
