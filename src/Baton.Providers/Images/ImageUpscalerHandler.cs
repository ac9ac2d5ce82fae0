using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Media;

namespace Baton.Providers.Images;

/// <summary>Doubles a picture's sides by a classical resampler, and says so: no detail is invented. Of an animation, the first frame.</summary>
internal sealed class ImageUpscalerHandler(PictureTransforms transforms, PictureJob job)
    : JobHandler<ImageUpscalerInput, ImageUpscalerOutput>("imageUpscaler", BatonJson.Default.ImageUpscalerInput, BatonJson.Default.ImageUpscalerOutput)
{
    private const string Resampler = "lanczos3";

    protected override async Task<ImageUpscalerOutput> Run(ImageUpscalerInput input, IJobContext context, CancellationToken cancellationToken)
    {
        if (input.Model is { Length: > 0 } model && !string.Equals(model, Resampler, StringComparison.OrdinalIgnoreCase))
        {
            throw new JobFailedException(JobFailure.Rejected, $"This provider upscales with {Resampler} only and does not have the model asked for.");
        }

        var source = await PictureSource.Fetch(input.Image, context, cancellationToken);
        ImageOutputFormat output = source.Format == MediaFormat.Jpeg ? new JpegOutputFormat { Quality = 95 } : new PngOutputFormat();
        var work = new PictureWork(source, FramesMax: 1, picture => Double(picture, input.NumberOfRepeats), output);
        return new ImageUpscalerOutput { Blob = await job.Run(work, context, cancellationToken), Upscaler = Resampler };
    }

    private void Double(Picture picture, int repeats)
    {
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            transforms.Resize(picture, picture.Width * 2, picture.Height * 2);
        }
    }
}
