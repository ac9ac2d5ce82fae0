using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Images;

/// <summary>Resizes, blurs and re-encodes a picture; animations stay animations when the output format can hold them.</summary>
internal sealed class ConvertImageHandler(PictureTransforms transforms, PictureJob job)
    : JobHandler<ConvertImageInput, ConvertImageOutput>("convertImage", BatonJson.Default.ConvertImageInput, BatonJson.Default.ConvertImageOutput)
{
    protected override async Task<ConvertImageOutput> Run(ConvertImageInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var source = await PictureSource.Fetch(input.Image, context, cancellationToken);
        var work = new PictureWork(source, FramesMax(input.Output), picture => transforms.Apply(picture, input.Transforms ?? []), input.Output);
        return new ConvertImageOutput { Blob = await job.Run(work, context, cancellationToken) };
    }

    private static int? FramesMax(ImageOutputFormat output) => output switch
    {
        WebpOutputFormat webp => webp.MaxFrames,
        GifOutputFormat gif => gif.MaxFrames,
        _ => 1,
    };
}
