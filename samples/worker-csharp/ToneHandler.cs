using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace WorkerSample;

/// <summary>Speech as one long tone: makes a file, stores it and names it in the output.</summary>
internal sealed class ToneHandler(TimeSpan duration)
    : JobHandler<TextToSpeechInput, TextToSpeechOutput>("textToSpeech", BatonJson.Default.TextToSpeechInput, BatonJson.Default.TextToSpeechOutput)
{
    private const int SamplesPerSecond = 8000;

    protected override async Task<TextToSpeechOutput> Run(TextToSpeechInput input, IJobContext context, CancellationToken cancellationToken)
    {
        if (input.Text.Length > 1000)
        {
            throw new JobFailedException(JobFailure.Rejected, "This worker hums 1,000 letters at most.");
        }

        await Work.For(duration, context, cancellationToken);
        var path = Path.Combine(context.TempDirectory, "tone.wav");
        var seconds = 0.05 * input.Text.Length;
        await File.WriteAllBytesAsync(path, Wave(seconds), cancellationToken);
        var blob = await context.Store(path, "audio/wav", new MediaFacts(Duration: seconds), cancellationToken);
        return new TextToSpeechOutput { AudioBlob = new AudioBlob { Id = blob.Id, Available = true, Url = blob.Url, Duration = seconds } };
    }

    private static byte[] Wave(double seconds)
    {
        var samples = Enumerable.Range(0, (int)(seconds * SamplesPerSecond)).Select(i => (byte)(128 + (60 * Math.Sin(2 * Math.PI * 440 * i / SamplesPerSecond)))).ToArray();
        using var wave = new MemoryStream();
        using var writer = new BinaryWriter(wave);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SamplesPerSecond);
        writer.Write(SamplesPerSecond);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        return wave.ToArray();
    }
}
