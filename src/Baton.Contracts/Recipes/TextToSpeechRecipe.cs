using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Speech from text.</summary>
[DefaultVariant("custom")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "engine")]
[JsonDerivedType(typeof(CustomTextToSpeechInput), "custom")]
public abstract record TextToSpeechInput
{
    [StringLength(10_000, MinimumLength = 1)]
    public required string Text { get; init; }

    /// <summary>An English language name, or Auto. Default: Auto.</summary>
    [StringLength(64)]
    public string? Language { get; init; }
}

/// <summary>A built-in voice.</summary>
public sealed record CustomTextToSpeechInput : TextToSpeechInput
{
    [MediaSource]
    public string? RefAudioUrl { get; init; }

    [StringLength(10_000)]
    public string? RefText { get; init; }

    public bool XVectorOnlyMode { get; init; }

    public Speaker? Speaker { get; init; }

    [StringLength(2_000)]
    public string? Instruct { get; init; }

    [Range(1, 100_000)]
    public int? MaxNewTokens { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<Speaker>))]
public enum Speaker
{
    Aiden,
    Dylan,
    Eric,
    [JsonStringEnumMemberName("ono_anna")]
    OnoAnna,
    Ryan,
    Serena,
    Sohee,
    [JsonStringEnumMemberName("uncle_fu")]
    UncleFu,
    Vivian,
}

public sealed record TextToSpeechOutput
{
    public required AudioBlob AudioBlob { get; init; }

    /// <summary>What spoke, so that a formant synthesizer is not taken for a neural voice.</summary>
    public string? ModelType { get; init; }

    public string? Speaker { get; init; }
}
