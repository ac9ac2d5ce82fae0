using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>Removes blobs whose time is over, and what crashes left: temporary files, and content that came to have no row.</summary>
internal sealed partial class BlobSweeper(
    BlobFiles files, BlobRows rows, JobFolders jobFolders, IOptions<BlobOptions> options, TimeProvider time, ILogger<BlobSweeper> logger) : BackgroundService
{
    private const int BatchMax = 200;

    /// <summary>Expired content stays this long, so that a download or a job that began before the expiry can finish.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Whatever has not been written to for this long is nobody's any more.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    /// <summary>Not at start: whoever started beside the wrong database has a day to notice before its blobs are taken for strays.</summary>
    private DateTimeOffset _straysDue = time.GetUtcNow() + OrphanAge;

    /// <summary>Removes one batch of expired blobs; true when there may be more.</summary>
    public async Task<bool> SweepExpired(CancellationToken cancellationToken)
    {
        var expired = await rows.ExpiredBefore(time.GetUtcNow() - Grace, BatchMax, cancellationToken);
        if (expired.Count == 0)
        {
            return false;
        }

        // Content first: after a crash in between the rows are still there to be found again.
        foreach (var id in expired)
        {
            files.Delete(id);
        }

        await rows.Delete(expired);
        LogSwept(expired.Count);
        return expired.Count == BatchMax;
    }

    /// <summary>Removes one batch of forgotten temporary files and folders; true when there may be more.</summary>
    public bool SweepOrphans()
    {
        var before = time.GetUtcNow() - OrphanAge;
        var orphans = new[] { files.Incoming, jobFolders.Root }
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFileSystemInfos())
            .Where(entry => IsUntouchedSince(entry, before.UtcDateTime))
            .Take(BatchMax)
            .ToList();
        foreach (var orphan in orphans)
        {
            Delete(orphan);
        }

        return orphans.Count == BatchMax;
    }

    /// <summary>Removes content that has no row: nobody can name it. Goes through all files, so it is done once a day.</summary>
    public async Task SweepStrays(CancellationToken cancellationToken)
    {
        foreach (var old in files.ContentMadeBefore(time.GetUtcNow() - OrphanAge))
        {
            var strays = await rows.Unknown(old, cancellationToken);
            strays.ForEach(files.Delete);
            if (strays.Count > 0)
            {
                LogStrays(strays.Count);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            await SweepAll(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // A folder's own time does not tell that a file in it is being written.
    private static bool IsUntouchedSince(FileSystemInfo entry, DateTime instant) =>
        entry.LastWriteTimeUtc < instant
        && (entry is not DirectoryInfo directory
            || directory.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).All(inside => inside.LastWriteTimeUtc < instant));

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo directory)
        {
            directory.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }

    /// <summary>One failed sweep must not end the sweeping: the trouble may pass, and the disk would fill up.</summary>
    public async Task SweepAll(CancellationToken cancellationToken)
    {
        try
        {
            while (await SweepExpired(cancellationToken))
            {
            }

            while (SweepOrphans())
            {
            }

            if (_straysDue <= time.GetUtcNow())
            {
                await SweepStrays(cancellationToken);
                _straysDue = time.GetUtcNow() + OrphanAge;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }
}
