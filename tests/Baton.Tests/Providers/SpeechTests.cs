using Baton.Client.Workers;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class SpeechTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Speech_OfAText_IsAnMp3ThatSaysWhatSpoke()
    {
        var output = await _job.Run("textToSpeech", Input("Hello from the conductor."));

        var probe = await TestClips.Probe(_job.Blob.Path);
        var audio = output.GetProperty("audioBlob");
        Assert.Equal("mp3", TestClips.Stream(probe, "audio").GetProperty("codec_name").GetString());
        Assert.Equal("audio/mpeg", _job.Blob.ContentType);
        Assert.InRange(audio.GetProperty("duration").GetDouble(), 0.5, 5);
        Assert.Equal("audio", audio.GetProperty("type").GetString());
        Assert.StartsWith("espeak-ng 1.", output.GetProperty("modelType").GetString(), StringComparison.Ordinal);
        Assert.Equal("aiden", output.GetProperty("speaker").GetString());
        Assert.Equal(_job.Blob.Facts.Duration!.Value, audio.GetProperty("duration").GetDouble(), 0.001);
    }

    [Fact]
    public async Task Speech_OfMoreText_IsLonger()
    {
        await _job.Run("textToSpeech", Input("One."));
        await _job.Run("textToSpeech", Input("One, two, three, four, five, six, seven, eight."));

        Assert.True(_job.Blobs[1].Facts.Duration > 2 * _job.Blobs[0].Facts.Duration);
    }

    [Fact]
    public async Task Speakers_SoundDifferent_EachFromEachOther()
    {
        using var job = new TestJob(("Ffmpeg", "/nowhere/ffmpeg"));
        string[] speakers = ["aiden", "dylan", "eric", "ono_anna", "ryan", "serena", "sohee", "uncle_fu", "vivian"];

        foreach (var speaker in speakers)
        {
            var output = await job.Run("textToSpeech", new { engine = "custom", text = "Good evening.", xVectorOnlyMode = true, speaker });
            Assert.Equal(speaker, output.GetProperty("speaker").GetString());
        }

        Assert.Equal(speakers.Length, job.Blobs.Select(blob => Convert.ToHexString(File.ReadAllBytes(blob.Path))).Distinct().Count());
    }

    [Fact]
    public async Task Speech_WithoutFfmpeg_StaysWav()
    {
        using var job = new TestJob(("Ffmpeg", "/nowhere/ffmpeg"));

        await job.Run("textToSpeech", Input("Hello."));

        Assert.Equal("audio/wav", job.Blob.ContentType);
        Assert.True(File.ReadAllBytes(job.Blob.Path).AsSpan().StartsWith("RIFF"u8));
    }

    [Theory]
    [InlineData("German", "Guten Abend, meine Damen und Herren.")]
    [InlineData("english", "Good evening.")]
    [InlineData("Auto", "Добрый вечер.")]
    [InlineData("Auto", "こんにちは")]
    [InlineData("Auto", "안녕하세요")]
    [InlineData("Auto", "你好世界")]
    [InlineData(null, "-v [[evil]] $(reboot) <speak>x</speak> \u0000 end")]
    public async Task Speech_InALanguageOrScript_IsSpoken(string? language, string text)
    {
        await _job.Run("textToSpeech", new { engine = "custom", text, language, xVectorOnlyMode = true });

        Assert.True(_job.Blob.Facts.Duration > 0.3);
    }

    [Fact]
    public async Task ALanguage_ChangesTheSound()
    {
        using var job = new TestJob(("Ffmpeg", "/nowhere/ffmpeg"));

        foreach (var language in new[] { "German", "English" })
        {
            await job.Run("textToSpeech", new { engine = "custom", text = "Winter", language, xVectorOnlyMode = true });
        }

        Assert.NotEqual(await File.ReadAllBytesAsync(job.Blobs[0].Path, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(job.Blobs[1].Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnUnknownLanguage_IsRejectedWithThoseSpoken()
    {
        var refusal = await _job.Refusal("textToSpeech", new { engine = "custom", text = "Hello", language = "Martian", xVectorOnlyMode = true });

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains("Korean", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refAudioUrl", "https://example.com/voice.wav")]
    [InlineData("refText", "words")]
    [InlineData("instruct", "whisper")]
    public async Task WhatAFormantSynthesizerCannotDo_IsRejectedByName(string member, string value)
    {
        var input = new Dictionary<string, object> { ["engine"] = "custom", ["text"] = "Hello", ["xVectorOnlyMode"] = true, [member] = value };

        var refusal = await _job.Refusal("textToSpeech", input);

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains(member, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlankText_IsRefused()
    {
        var refusal = await _job.Refusal("textToSpeech", Input(" \n "));

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("nothing that can be spoken", refusal.Message, StringComparison.Ordinal);
    }

    private static object Input(string text) => new { engine = "custom", text, xVectorOnlyMode = true };
}
