namespace Baton.Blobs;

/// <summary>Knows which blobs not even their owner may read just now.</summary>
internal interface IWithheldBlobs
{
    Task<bool> Contains(BlobRecord blob, CancellationToken cancellationToken);
}

/// <summary>Where nobody rates content, nothing is withheld.</summary>
internal sealed class NoWithheldBlobs : IWithheldBlobs
{
    public Task<bool> Contains(BlobRecord blob, CancellationToken cancellationToken) => Task.FromResult(false);
}
