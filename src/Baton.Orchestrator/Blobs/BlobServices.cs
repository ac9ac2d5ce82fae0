using Baton.Outbound;
using Baton.Storage.Sqlite;
using Baton.Streams;
using Baton.Workers;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Baton.Blobs;

/// <summary>Puts the blob store, its links and the reading of media sources together.</summary>
internal static class BlobServices
{
    public static IServiceCollection AddBlobs(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BlobOptions, BlobOptionsValidator>().BindConfiguration(BlobOptions.Section);
        services.AddOptionsWithValidateOnStart<OutboundOptions, OutboundOptionsValidator>().BindConfiguration(OutboundOptions.Section);
        services.AddHttpContextAccessor();

        services.AddSingleton(provider => new BlobFiles(DataDirectory(provider)));
        services.AddSingleton(provider => new JobFolders(DataDirectory(provider)));
        services.AddSingleton<BlobRows>();
        services.AddSingleton<IBlobs, DiskBlobs>();
        services.AddSingleton<BlobReception>();
        services.AddHostedService<BlobSweeper>();

        services.AddSingleton(provider => BlobUrlKey.LoadOrCreate(Path.Combine(DataDirectory(provider), "keys", "blob-urls")));
        services.AddSingleton<BlobSeal>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<BlobUrlSigner>();
        services.AddSingleton<IBlobUrls>(provider => provider.GetRequiredService<BlobUrlSigner>());
        services.TryAddSingleton<IWithheldBlobs, NoWithheldBlobs>();
        services.AddSingleton<BlobGate>();
        services.AddSingleton<BlobArchives>();
        services.AddSingleton<BlobLinks>();

        services.AddSingleton<OutboundGuard>();
        services.AddSingleton<MediaDownload>();
        services.AddSingleton<MediaDelivery>();
        services.AddSingleton<MediaSourceReader>();
        services.AddSingleton<InlineMedia>();
        services.AddSingleton<JobContextFactory>();
        services.AddSingleton<JobStreams>();
        return services;
    }

    private static string DataDirectory(IServiceProvider provider) => provider.GetRequiredService<SqliteDatabase>().Directory;
}
