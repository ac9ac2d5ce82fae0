namespace Baton.Providers.Speech;

/// <summary>How espeak-ng is to sound: one of its voice variants, a pitch between 0 and 99, and words per minute.</summary>
internal sealed record Voice(string Variant, int Pitch, int Speed);
