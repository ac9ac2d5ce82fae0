namespace Baton.Contracts.Callbacks;

/// <summary>The secrets that deliveries are signed with.</summary>
public sealed record CallbackSecretList(IReadOnlyList<CallbackSecret> Items);

/// <summary>A secret that deliveries of an account are signed with. Beyond the published API.</summary>
public sealed record CallbackSecret
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on nothing is signed with it; absent while it has no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>whsec_</c> and 32 bytes as Base64. Absent in lists.</summary>
    public string? Secret { get; init; }
}
