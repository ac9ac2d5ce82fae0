namespace Baton.Client.Workers;

/// <summary>Whether the tool behind a provider is on this machine.</summary>
/// <param name="Present">False takes the provider's step types out.</param>
/// <param name="Version">Such as <c>ffmpeg 5.1.9</c>; null when missing.</param>
/// <param name="Words">One sentence for an operator: what was found, or what is missing and how to install it.</param>
public sealed record ToolCheck(bool Present, string? Version, string Words)
{
    /// <summary>It is expected to be there later, so that the provider stays registered and its jobs wait.</summary>
    public bool IsAway { get; init; }
}
