namespace Baton.Tests.Storage;

/// <summary>A copy of the files of a directory, as they lie on disk at this moment.</summary>
internal sealed class CopiedDirectory : IDisposable
{
    public CopiedDirectory(string source)
    {
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("baton-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
