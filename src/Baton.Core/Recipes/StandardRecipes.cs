using Baton.Contracts.Json;

namespace Baton.Recipes;

/// <summary>The recipes that come with Baton. A new one is one more line here, and a class when it has rules of its own.</summary>
public static class StandardRecipes
{
    private static readonly Recipe[] Plain =
    [
        new Recipe("blobArchive", () => BatonJson.Default.BlobArchiveInput, () => BatonJson.Default.BlobArchiveOutput) { Repeatable = true },
        new CatalogueRecipe("chatCompletion", () => BatonJson.Default.ChatCompletionOutput),
        new ComfyRecipe(),
        new ConvertImageRecipe { Repeatable = true },
        new Recipe("echo", () => BatonJson.Default.EchoInput, () => BatonJson.Default.EchoOutput) { Repeatable = true },
        new ImageGenRecipe(),
        new Recipe("imageUpscaler", () => BatonJson.Default.ImageUpscalerInput, () => BatonJson.Default.ImageUpscalerOutput) { Repeatable = true },
        new Recipe("mediaHash", () => BatonJson.Default.MediaHashInput, () => BatonJson.Default.MediaHashOutput) { Repeatable = true },
        new Recipe("modelHash", () => BatonJson.Default.ModelHashInput, () => BatonJson.Default.ModelHashOutput) { Repeatable = true },
        new TextToImageRecipe(),
        new Recipe("textToSpeech", () => BatonJson.Default.TextToSpeechInput, () => BatonJson.Default.TextToSpeechOutput) { Repeatable = true },
        new TranscodeRecipe { Repeatable = true },
        new CatalogueRecipe("transcription", () => BatonJson.Default.TranscriptionOutput),
        new Recipe("videoFrameExtraction", () => BatonJson.Default.VideoFrameExtractionInput, () => BatonJson.Default.VideoFrameExtractionOutput) { Repeatable = true },
        new CatalogueRecipe("videoGen", () => BatonJson.Default.VideoGenOutput),
        new Recipe("videoMetadata", () => BatonJson.Default.VideoMetadataInput, () => BatonJson.Default.VideoMetadataOutput) { Repeatable = true },
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [.. Plain, new RepeatRecipe(Plain) { Repeatable = true }];
}
