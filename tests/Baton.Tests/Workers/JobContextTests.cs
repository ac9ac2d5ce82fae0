using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Tests.Blobs;
using Baton.Workers;
using Xunit;

namespace Baton.Tests.Workers;

public sealed class JobContextTests
{
    private static readonly AccountId Ann = new("ann");

    [Fact]
    public async Task Result_Stored_IsABlobOfTheAccountUnderAStableUrl()
    {
        await using var host = await BlobHost.Run();
        await using var context = Context(host);
        var path = await Write(context, "out.png", AMedia.Png);

        var stored = await context.Store(path, "image/png", new MediaFacts(1, 1), BlobHost.Stop);

        var blob = await host.Blobs.Find(Ann, new BlobId(stored.Id), BlobHost.Stop);
        Assert.Equal("job_1", blob!.JobId);
        Assert.Equal($"baton://blobs/{stored.Id}", stored.Url);
        Assert.Equal([new BlobId(stored.Id)], context.Stored);
    }

    [Fact]
    public async Task Source_StoredAgainAsItIs_StaysWhereItWas()
    {
        await using var host = await BlobHost.Run();
        await using var context = Context(host);
        var source = await host.Stored(AMedia.Png);
        var file = await context.Fetch($"baton://blobs/{source.Id}", BlobHost.Stop);

        var stored = await context.Store(file.Path, file.ContentType, new MediaFacts(), BlobHost.Stop);

        Assert.True(File.Exists(host.Blobs.PathOf(source)));
        Assert.True(File.Exists(host.Blobs.PathOf((await host.Blobs.Find(Ann, new BlobId(stored.Id), BlobHost.Stop))!)));
    }

    [Fact]
    public async Task Folder_OfAJob_IsEmptyAtFirstAndGoneAfterwards()
    {
        await using var host = await BlobHost.Run();
        var context = Context(host);
        var other = Context(host);

        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Get<JobFolders>().Root));
        Assert.NotEqual(other.TempDirectory, context.TempDirectory);
        Assert.Empty(Directory.EnumerateFileSystemEntries(context.TempDirectory));
        await Write(context, "left-over.bin", [1]);
        await context.DisposeAsync();
        await other.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Get<JobFolders>().Root));
    }

    [Fact]
    public async Task Folder_RemovedByTheHandlerItself_IsNoFault()
    {
        await using var host = await BlobHost.Run();
        var context = Context(host);
        Directory.Delete(context.TempDirectory);

        await context.DisposeAsync();
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(-1, 0)]
    [InlineData(7, 1)]
    [InlineData(double.NaN, 0)]
    public async Task Progress_OutsideOfItsRange_IsBroughtIntoIt(double reported, double expected)
    {
        await using var host = await BlobHost.Run();
        double? seen = null;
        await using var context = Context(host, progress => seen = progress);

        context.Report(reported);

        Assert.Equal(expected, seen);
    }

    private static JobContext Context(BlobHost host, Action<double>? report = null) =>
        host.Get<JobContextFactory>().Create(Ann, "wf_1", "job_1", report ?? (_ => { }));

    private static async Task<string> Write(JobContext context, string name, byte[] content)
    {
        var path = Path.Combine(context.TempDirectory, name);
        await File.WriteAllBytesAsync(path, content, BlobHost.Stop);
        return path;
    }
}
