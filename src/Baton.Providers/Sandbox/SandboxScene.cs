using System.Globalization;

namespace Baton.Providers.Sandbox;

/// <summary>
/// What a sandbox picture looks like: colours and rings that follow from prompt and seed, or the picture that was sent along; the prompt in the middle, and above
/// all a yellow band that says SANDBOX.
/// </summary>
internal static class SandboxScene
{
    private const int TextSideMin = 96;

    /// <summary>How dark the ground of a text is, so that it can be read on any colour.</summary>
    private const double Veil = 0.45;

    /// <summary>The same on a picture that was sent along, which may have a text in the same place.</summary>
    private const double ThickVeil = 0.85;

    /// <summary>Draws on an empty canvas, or on one that holds a picture already.</summary>
    public static void Draw(Canvas canvas, SandboxRequest request, bool isEmpty)
    {
        var draws = Draws.For(request.Prompt, request.Seed.ToString(CultureInfo.InvariantCulture));
        if (isEmpty)
        {
            canvas.Flow(Colours(draws));
            Rings(canvas, draws);
        }

        var band = BandHeight(canvas.Height);
        DrawBand(canvas, band);
        if (canvas.Width >= TextSideMin && canvas.Height >= TextSideMin)
        {
            DrawWords(canvas, request, band, isEmpty ? Veil : ThickVeil);
        }
    }

    /// <summary>How high the band with the mark is.</summary>
    public static int BandHeight(int height) => Math.Clamp(height / 8, Math.Min(height, 9), 160);

    private static Colour[,] Colours(Draws draws)
    {
        var hue = draws.Share();
        var colours = new Colour[3, 4];
        for (var cell = 0; cell < colours.Length; cell++)
        {
            colours[cell / 4, cell % 4] = Colour.FromHue(hue + draws.Between(-0.12, 0.12), draws.Between(0.45, 0.8), draws.Between(0.25, 0.75));
        }

        return colours;
    }

    private static void Rings(Canvas canvas, Draws draws)
    {
        var side = Math.Min(canvas.Width, canvas.Height);
        for (var ring = 0; ring < 6; ring++)
        {
            var radius = side * draws.Between(0.08, 0.45);
            var thickness = draws.Share() < 0.5 ? radius : radius * draws.Between(0.05, 0.25);
            canvas.Ring(
                canvas.Width * draws.Share(), canvas.Height * draws.Share(), radius, thickness, draws.Share() < 0.7 ? Colour.White : Colour.Black, draws.Between(0.06, 0.2));
        }
    }

    private static void DrawBand(Canvas canvas, int band)
    {
        var block = Math.Min(band * 6 / 10 / SandboxMark.Rows, canvas.Width * 9 / 10 / SandboxMark.Columns);
        canvas.Stripes(0, band, Math.Max(2, band / 3), Colour.Signal, Colour.Black);
        if (block > 0)
        {
            var mark = SandboxMark.Of(block);
            var (left, top) = (band / 3, (band - mark.Height) / 2);
            canvas.Fill(0, 0, left + mark.Width + left, band, Colour.Signal);
            canvas.Stamp(mark, left, top, Colour.Black);
        }
    }

    private static void DrawWords(Canvas canvas, SandboxRequest request, int band, double veil)
    {
        var side = Math.Min(canvas.Width, canvas.Height);
        var margin = side / 16;
        var facts = SandboxText.Fit(Facts(canvas, request), canvas.Width - (2 * margin), side / 10, Math.Max(9, side / 36));
        var footer = (facts?.Height ?? 0) + (2 * margin / 3);
        var room = canvas.Height - band - footer - (2 * margin);
        if (SandboxText.Fit(request.Prompt, canvas.Width - (4 * margin), room - margin, Math.Max(10, side / 13), bold: true) is { } prompt)
        {
            var top = band + margin + ((room - prompt.Height) / 2);
            canvas.Fill(margin, top - (margin / 2), canvas.Width - margin, top + prompt.Height + (margin / 2), Colour.Black, veil);
            canvas.Stamp(prompt, 2 * margin, top, Colour.White);
        }

        if (facts is not null)
        {
            canvas.Fill(0, canvas.Height - footer, canvas.Width, canvas.Height, Colour.Black, veil);
            canvas.Stamp(facts, margin, canvas.Height - footer + ((footer - facts.Height) / 2), Colour.White);
        }
    }

    private static string Facts(Canvas canvas, SandboxRequest request) => string.Create(
        CultureInfo.InvariantCulture, $"{request.Engine ?? request.Type}   {canvas.Width} × {canvas.Height}   seed {request.Seed}");
}
