using System.Collections.Immutable;

namespace Baton.Providers.Sandbox;

/// <summary>One stand-in, as a line of configuration describes it.</summary>
internal sealed record SandboxProvider(string Name)
{
    /// <summary>The step types it runs.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The engines of imageGen and videoGen that it stands in for; empty: all.</summary>
    public ImmutableArray<string> Engines { get; init; } = [];

    public int Slots { get; init; } = 4;

    public SandboxMedia Media { get; init; }

    public Temper Temper { get; init; } = new();
}

/// <summary>What a stand-in makes.</summary>
internal enum SandboxMedia
{
    /// <summary>Pictures and clips of the size that was asked for.</summary>
    Full,

    /// <summary>Pictures of 16 × 16 pixels and clips of a second, which cost next to nothing.</summary>
    Tiny,

    /// <summary>Outputs without media, for measuring everything else.</summary>
    None,
}
