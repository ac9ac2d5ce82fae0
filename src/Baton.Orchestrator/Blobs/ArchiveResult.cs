using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Baton.Blobs;

/// <summary>Writes an archive while it is sent. Its length is not known before, so there are no ranges.</summary>
internal sealed class ArchiveResult(OpenArchive archive) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var type = archive.Tar ? MediaType.Tar : MediaType.Zip;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(FileName(type.Extension));

        var response = httpContext.Response;
        response.ContentType = type.Name;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, no-store";
        await (archive.Tar ? WriteTar(response.Body, httpContext.RequestAborted) : WriteZip(response.Body, httpContext.RequestAborted));
    }

    private string FileName(string extension)
    {
        var name = SafeFileName.From(archive.Name, $"archive.{extension}");
        return name.EndsWith($".{extension}", StringComparison.OrdinalIgnoreCase) ? name : $"{name}.{extension}";
    }

    /// <summary>Media is compressed as it is; trying again would cost time and save nothing.</summary>
    private async Task WriteZip(Stream body, CancellationToken cancellationToken)
    {
        await using var target = new DeferringStream(body);
        await using (var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            foreach (var member in archive.Members)
            {
                await WriteZipEntry(zip, member, cancellationToken);
            }
        }

        await target.FlushAsync(cancellationToken);
    }

    private static async Task WriteZipEntry(ZipArchive zip, ArchiveMember member, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(member.Name, CompressionLevel.NoCompression);
        entry.LastWriteTime = member.CreatedAt;
        await using var target = await entry.OpenAsync(cancellationToken);
        await using var source = OpenRead(member);
        await source.CopyToAsync(target, cancellationToken);
    }

    private async Task WriteTar(Stream body, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(body, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var member in archive.Members)
        {
            await using var source = OpenRead(member);
            var entry = new PaxTarEntry(TarEntryType.RegularFile, member.Name) { DataStream = source, ModificationTime = member.CreatedAt };
            await tar.WriteEntryAsync(entry, cancellationToken);
        }
    }

    private static FileStream OpenRead(ArchiveMember member) =>
        new(member.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
}
