using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Ids;
using Baton.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Blobs;

public sealed class DiskBlobsTests
{
    private static readonly AccountId Ann = new("ann");

    [Fact]
    public async Task Record_ReadAgain_IsTheSame()
    {
        await using var host = await BlobHost.Run();
        using var content = new MemoryStream(AMedia.Png);

        var added = await host.Blobs.Add(Ann, content, "video/mp4", "job_1", new MediaFacts(640, 480, 12.345678), 1000, BlobHost.Stop);

        Assert.Equal(added, await host.Blobs.Find(Ann, added.Id, BlobHost.Stop));
        Assert.EndsWith(".mp4", added.Id.Value, StringComparison.Ordinal);
        Assert.Equal(AMedia.Png, await File.ReadAllBytesAsync(host.Blobs.PathOf(added), BlobHost.Stop));
        Assert.Null(await host.Blobs.Find(new AccountId("bob"), added.Id, BlobHost.Stop));
    }

    [Fact]
    public async Task Content_LongerThanAllowed_LeavesNothing()
    {
        await using var host = await BlobHost.Run();
        using var content = new MemoryStream(new byte[1001]);

        await Assert.ThrowsAsync<ContentTooLargeException>(() => host.Blobs.Add(Ann, content, "image/png", null, new MediaFacts(), 1000, BlobHost.Stop));

        Assert.Empty(Directory.GetFiles(Path.Combine(host.Directory, "blobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Content_WhoseReadingFails_LeavesNothing()
    {
        await using var host = await BlobHost.Run();

        await Assert.ThrowsAsync<IOException>(() => host.Blobs.Add(Ann, new BrokenStream(), "image/png", null, new MediaFacts(), 1000, BlobHost.Stop));

        Assert.Empty(Directory.GetFiles(Path.Combine(host.Directory, "blobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task File_GivenAway_IsMovedToItsPlace()
    {
        await using var host = await BlobHost.Run();
        var near = Path.Combine(host.Get<JobFolders>().Root, "result.png");
        var far = Path.GetTempFileName();
        await File.WriteAllBytesAsync(near, AMedia.Png, BlobHost.Stop);
        await File.WriteAllBytesAsync(far, AMedia.Png, BlobHost.Stop);

        foreach (var path in new[] { near, far })
        {
            var blob = await host.Blobs.AddFile(Ann, path, "image/png", "job_1", new MediaFacts(), BlobHost.Stop);
            Assert.False(File.Exists(path));
            Assert.Equal(AMedia.Png, await File.ReadAllBytesAsync(host.Blobs.PathOf(blob), BlobHost.Stop));
        }

        Assert.Empty(Directory.GetFiles(host.Get<BlobFiles>().Incoming));
    }

    [Fact]
    public async Task Disk_ThatCannotBeWritten_IsTroubleOfTheStore()
    {
        await using var host = await BlobHost.Run();
        Directory.Delete(host.Get<BlobFiles>().Incoming);

        using var content = new MemoryStream(AMedia.Png);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Blobs.Add(Ann, content, "image/png", null, new MediaFacts(), 1000, BlobHost.Stop));
        using var answer = await host.Upload("/v2/consumer/blobs", AMedia.Png, "image/png", await host.Token("ann"));

        Assert.Equal("503 store-unavailable", await BlobHost.Problem(answer));
    }

    [Fact]
    public async Task Sweep_OnceTheGraceIsOver_RemovesContentAndRowsOfExpiredBlobsOnly()
    {
        await using var host = await BlobHost.Run();
        var sweeper = Sweeper(host);
        var old = await host.Stored(AMedia.Png);
        host.Time.Advance(TimeSpan.FromDays(15));
        var young = await host.Stored(AMedia.Png);

        host.Time.Advance(TimeSpan.FromDays(15) + TimeSpan.FromMinutes(30));
        await sweeper.SweepExpired(BlobHost.Stop);
        var inGrace = File.Exists(host.Blobs.PathOf(old));
        host.Time.Advance(TimeSpan.FromMinutes(31));
        await sweeper.SweepExpired(BlobHost.Stop);

        Assert.True(inGrace);
        Assert.False(File.Exists(host.Blobs.PathOf(old)));
        Assert.Empty(await host.Get<BlobRows>().ExpiredBefore(host.Time.GetUtcNow(), 10, BlobHost.Stop));
        Assert.True(File.Exists(host.Blobs.PathOf(young)));
        Assert.NotNull(await host.Blobs.Find(Ann, young.Id, BlobHost.Stop));
    }

    [Fact]
    public async Task Sweep_OfTemporaryFiles_TakesOnlyThoseThatNobodyWritesTo()
    {
        await using var host = await BlobHost.Run();
        var upload = host.Get<BlobFiles>().NewIncomingPath();
        var forgotten = Directory.CreateDirectory(Path.Combine(host.Get<JobFolders>().Root, "forgotten")).FullName;
        var busy = Directory.CreateDirectory(Path.Combine(host.Get<JobFolders>().Root, "busy")).FullName;
        var growing = Path.Combine(busy, "growing.mp4");
        foreach (var file in new[] { upload, Path.Combine(forgotten, "half.mp4"), growing })
        {
            await File.WriteAllBytesAsync(file, [1], BlobHost.Stop);
            File.SetLastWriteTimeUtc(file, BlobHost.Start.UtcDateTime);
        }

        Directory.SetLastWriteTimeUtc(forgotten, BlobHost.Start.UtcDateTime);
        Directory.SetLastWriteTimeUtc(busy, BlobHost.Start.UtcDateTime);
        File.SetLastWriteTimeUtc(growing, BlobHost.Start.AddHours(20).UtcDateTime);
        host.Time.SetUtcNow(BlobHost.Start.AddHours(25));

        Sweeper(host).SweepOrphans();

        Assert.False(File.Exists(upload));
        Assert.False(Directory.Exists(forgotten));
        Assert.True(File.Exists(growing));
    }

    [Fact]
    public async Task Sweep_OfContentWithoutARow_TakesOnlyWhatIsOldAndOurs()
    {
        await using var host = await BlobHost.Run();
        var kept = host.Blobs.PathOf(await host.Stored(AMedia.Png));
        var stray = await Adopted(host, BlobHost.Start);
        var foreign = Path.Combine(Path.GetDirectoryName(stray)!, "notes.txt");
        await File.WriteAllTextAsync(foreign, "An operator's.", BlobHost.Stop);
        host.Time.Advance(TimeSpan.FromHours(20));
        var young = await Adopted(host, host.Time.GetUtcNow());
        host.Time.Advance(TimeSpan.FromHours(5));

        await Sweeper(host).SweepStrays(BlobHost.Stop);

        Assert.Equal([false, true, true, true], new[] { stray, kept, foreign, young }.Select(File.Exists));
    }

    [Fact]
    public async Task Sweep_OfContentWithoutARow_IsDoneOnceADayButNotAtStart()
    {
        await using var host = await BlobHost.Run();
        var stray = await Adopted(host, BlobHost.Start.AddHours(-25));
        using var sweeper = ActivatorUtilities.CreateInstance<BlobSweeper>(host.Get<IServiceProvider>());

        await sweeper.SweepAll(BlobHost.Stop);
        var atStart = File.Exists(stray);
        host.Time.Advance(TimeSpan.FromDays(1));
        await sweeper.SweepAll(BlobHost.Stop);

        Assert.True(atStart);
        Assert.False(File.Exists(stray));
    }

    [Fact]
    public async Task Directories_OfContent_AreClosedToOtherUsers()
    {
        await using var host = await BlobHost.Run();
        _ = (host.Get<JobFolders>(), host.Get<BlobUrlKey>());

        if (!OperatingSystem.IsWindows())
        {
            foreach (var name in new[] { "blobs", "tmp", "keys" })
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(host.Directory, name)));
            }
        }
    }

    /// <summary>Content in its place, as a crash leaves it that comes before the row.</summary>
    private static async Task<string> Adopted(BlobHost host, DateTimeOffset at)
    {
        var path = host.Get<BlobFiles>().NewIncomingPath();
        await File.WriteAllBytesAsync(path, AMedia.Png, BlobHost.Stop);
        var id = new UlidIds(new FakeTimeProvider(at)).NewBlobId("png");
        host.Get<BlobFiles>().Adopt(path, id);
        return host.Get<BlobFiles>().PathOf(id);
    }

    private static BlobSweeper Sweeper(BlobHost host) => host.Get<IEnumerable<IHostedService>>().OfType<BlobSweeper>().Single();

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken");
    }
}
