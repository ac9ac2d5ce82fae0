using Baton.Storage;

namespace Baton.Blobs;

/// <summary>Temporary folders of jobs, in the data directory: on the file system of the blobs, so that a result becomes a blob by a rename.</summary>
internal sealed class JobFolders(string dataDirectory)
{
    public string Root { get; } = PrivateDirectory.Create(Path.Combine(dataDirectory, "tmp"));
}
