using System.Globalization;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Tools;
using Baton.Providers.Video;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Speech;

/// <summary>Speaks a text by espeak-ng: as MP3 when ffmpeg is there to pack it, else as WAV.</summary>
internal sealed class TextToSpeechHandler(SpeechTools speech, ConfinedTools tools, Ffmpeg ffmpeg, IOptions<MediaOptions> options)
    : JobHandler<TextToSpeechInput, TextToSpeechOutput>("textToSpeech", BatonJson.Default.TextToSpeechInput, BatonJson.Default.TextToSpeechOutput)
{
    private const double SoundSecondsMin = 0.05;
    private const double SpeakingShare = 0.5;

    protected override async Task<TextToSpeechOutput> Run(TextToSpeechInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var speaker = SpeakerOf(input);
        var wav = await Speak(input, speaker, context.TempDirectory, cancellationToken);
        var duration = await WavFile.Duration(wav, cancellationToken);
        if (duration < SoundSecondsMin)
        {
            throw new JobFailedException(JobFailure.Invalid, "The text holds nothing that can be spoken.");
        }

        context.Report(SpeakingShare);
        var (path, contentType) = await Packed(wav, duration, context, cancellationToken);
        var stored = await context.Store(path, contentType, new MediaFacts(Duration: duration), cancellationToken);
        return new TextToSpeechOutput
        {
            AudioBlob = new AudioBlob
            {
                Id = stored.Id,
                Available = true,
                Url = stored.Url,
                JobId = context.JobId,
                Duration = Math.Round(duration, 3),
            },
            ModelType = await speech.EspeakVersion(),
            Speaker = Voices.WireName(speaker),
        };
    }

    /// <summary>What a formant synthesizer cannot do is refused rather than left out silently.</summary>
    private static Speaker SpeakerOf(TextToSpeechInput input) => input switch
    {
        CustomTextToSpeechInput { RefAudioUrl: { Length: > 0 } } or CustomTextToSpeechInput { RefText: { Length: > 0 } } =>
            throw Rejected("This provider does not clone voices; leave out refAudioUrl and refText and choose a speaker."),
        CustomTextToSpeechInput { Instruct: { Length: > 0 } } =>
            throw Rejected("This provider cannot speak by instruction; leave out instruct."),
        CustomTextToSpeechInput custom => custom.Speaker ?? Voices.DefaultSpeaker,
        _ => throw Rejected("This provider speaks with engine custom only."),
    };

    private async Task<string> Speak(TextToSpeechInput input, Speaker speaker, string folder, CancellationToken cancellationToken)
    {
        var language = Languages.Find(input.Language, input.Text)
            ?? throw Rejected($"This provider does not speak the language asked for; it speaks Auto, {Languages.Known}.");
        var voice = Voices.Of(speaker);
        string[] arguments =
        [
            "-v", $"{language}+{voice.Variant}",
            "-p", voice.Pitch.ToString(CultureInfo.InvariantCulture),
            "-s", voice.Speed.ToString(CultureInfo.InvariantCulture),
            "-b", "1",
            "-w", "speech.wav",
            "--stdin",
        ];
        var run = new ToolRun(options.Value.Espeak, arguments, folder) { Text = Plain(input.Text), Complaint = "The text cannot be spoken" };
        await tools.Run(run, cancellationToken);
        return Path.Combine(folder, "speech.wav");
    }

    /// <summary>espeak-ng takes what is in double brackets for phonemes, and a text for its end at a zero.</summary>
    private static string Plain(string text) =>
        text.Replace("[[", "[ [", StringComparison.Ordinal).Replace('\0', ' ');

    private async Task<(string Path, string ContentType)> Packed(string wav, double duration, IJobContext context, CancellationToken cancellationToken)
    {
        if (!await speech.HasFfmpeg())
        {
            return (wav, "audio/wav");
        }

        var mp3 = Path.Combine(context.TempDirectory, "speech.mp3");
        await ffmpeg.Convert(
            new FfmpegWork(new FfmpegInput(wav, "wav", 0), context.TempDirectory, ["-c:a", "libmp3lame", "-q:a", "4", "-f", "mp3", mp3])
            {
                OnSeconds = seconds => context.Report(SpeakingShare + (Math.Clamp(seconds / duration, 0, 1) * (1 - SpeakingShare))),
            },
            cancellationToken);
        return (mp3, "audio/mpeg");
    }

    private static JobFailedException Rejected(string words) => new(JobFailure.Rejected, words);
}
