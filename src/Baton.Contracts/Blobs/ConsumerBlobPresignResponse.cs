namespace Baton.Contracts.Blobs;

/// <summary>Where to POST the bytes of one blob without a bearer token, until when.</summary>
public sealed record ConsumerBlobPresignResponse(string UploadUrl, DateTimeOffset ExpiresAt);
