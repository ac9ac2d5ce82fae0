using Baton.Client;

namespace Baton.Results;

/// <summary>Brings results to a folder.</summary>
internal sealed class ResultDownload(BatonClient client, string folder)
{
    public async Task<IReadOnlyList<SavedFile>> Save(IReadOnlyList<ResultFile> files, CancellationToken cancellationToken)
    {
        var saved = new List<SavedFile>(files.Count);
        foreach (var file in files)
        {
            Directory.CreateDirectory(folder);
            saved.Add(await Save(file, cancellationToken));
        }

        return saved;
    }

    private async Task<SavedFile> Save(ResultFile file, CancellationToken cancellationToken)
    {
        using var download = await client.DownloadBlob(file.Url, cancellationToken);
        var path = Path.Combine(folder, file.Name);
        var partial = path + ".partial";

        // Under its own name only when it is whole: half a video is worse than none.
        await using (var target = File.Create(partial))
        {
            await download.CopyTo(target, cancellationToken);
        }

        File.Move(partial, path, overwrite: true);
        return new SavedFile(file.Step, Shown(path), new FileInfo(path).Length);
    }

    // What lies below is shown from here, the rest in full: nobody wants to count dots.
    private static string Shown(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
}
