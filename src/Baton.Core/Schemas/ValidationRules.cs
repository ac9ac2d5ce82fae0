namespace Baton.Schemas;

/// <summary>How strictly a value is looked at.</summary>
public sealed record ValidationRules
{
    /// <summary>A reference may stand for any value. False once references have been resolved.</summary>
    public bool ReferencesAllowed { get; init; }

    /// <summary>A member that nothing declares is a fault instead of a warning.</summary>
    public bool UnknownMembersRefused { get; init; }

    /// <summary>The longest text where the schema itself has no limit; inline media is limited as a body instead.</summary>
    public int TextLengthMax { get; init; } = 1_000_000;

    /// <summary>How deep values may be nested.</summary>
    public int DepthMax { get; init; } = 64;
}
