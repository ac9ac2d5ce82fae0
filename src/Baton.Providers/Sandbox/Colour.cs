namespace Baton.Providers.Sandbox;

internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour Black = new(0, 0, 0);

    public static readonly Colour White = new(255, 255, 255);

    /// <summary>What marks sandbox media.</summary>
    public static readonly Colour Signal = new(255, 212, 0);

    /// <param name="hue">In turns, of which whole ones do not count.</param>
    public static Colour FromHue(double hue, double saturation, double value)
    {
        return new Colour(Channel(5), Channel(3), Channel(1));

        byte Channel(double offset)
        {
            var k = (offset + ((hue - Math.Floor(hue)) * 6)) % 6;
            return (byte)Math.Round(255 * value * (1 - (saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1))));
        }
    }
}
