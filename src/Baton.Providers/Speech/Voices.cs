using Baton.Contracts.Recipes;

namespace Baton.Providers.Speech;

/// <summary>
/// The nine speakers as far as a formant synthesizer goes: high and low, young and old, quick and calm. They are told apart by ear,
/// and the output's <c>modelType</c> says what they are.
/// </summary>
internal static class Voices
{
    public const Speaker DefaultSpeaker = Speaker.Aiden;

    public static Voice Of(Speaker speaker) => speaker switch
    {
        Speaker.Aiden => new Voice("m3", 50, 175),
        Speaker.Dylan => new Voice("m4", 62, 185),
        Speaker.Eric => new Voice("m7", 55, 195),
        Speaker.OnoAnna => new Voice("f5", 80, 180),
        Speaker.Ryan => new Voice("m1", 45, 200),
        Speaker.Serena => new Voice("f2", 45, 155),
        Speaker.Sohee => new Voice("f4", 60, 165),
        Speaker.UncleFu => new Voice("m5", 15, 145),
        Speaker.Vivian => new Voice("f3", 70, 190),
    };

    public static string WireName(Speaker speaker) => speaker switch
    {
        Speaker.OnoAnna => "ono_anna",
        Speaker.UncleFu => "uncle_fu",
        Speaker.Aiden => "aiden",
        Speaker.Dylan => "dylan",
        Speaker.Eric => "eric",
        Speaker.Ryan => "ryan",
        Speaker.Serena => "serena",
        Speaker.Sohee => "sohee",
        Speaker.Vivian => "vivian",
    };
}
