using NetVips;

namespace Baton.Providers.Images;

/// <summary>
/// Frames of one size, as pipelines that nothing has computed yet. Every image made on the way is kept here and let go together:
/// a forgotten one would hold its decoded pixels until some later garbage collection.
/// </summary>
internal sealed class Picture : IDisposable
{
    private readonly List<Image> kept = [];

    public IReadOnlyList<Image> Frames { get; set; } = [];

    public int Width => Frames[0].Width;

    public int Height => Frames[0].Height;

    public Image Keep(Image image)
    {
        kept.Add(image);
        return image;
    }

    public void Dispose()
    {
        for (var index = kept.Count - 1; index >= 0; index--)
        {
            kept[index].Dispose();
        }
    }
}
