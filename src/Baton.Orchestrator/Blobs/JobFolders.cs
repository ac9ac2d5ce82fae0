namespace Baton.Blobs;

/// <summary>Temporary folders of jobs, in the data directory: on the file system of the blobs, so that a result becomes a blob by a rename.</summary>
internal sealed class JobFolders
{
    public JobFolders(string dataDirectory)
    {
        Root = Path.Combine(Path.GetFullPath(dataDirectory), "tmp");
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }
}
