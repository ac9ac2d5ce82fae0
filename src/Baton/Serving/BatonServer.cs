using Baton.Blobs;
using Baton.Hosting;
using Baton.Providers;
using Baton.Providers.Adapters;
using Baton.Providers.Sandbox;
using Baton.Storage;

namespace Baton.Serving;

/// <summary>Puts one server together: the store, the blobs, the engine, the providers in this process and the HTTP API.</summary>
internal static class BatonServer
{
    /// <summary>A server that is ready to start. Everything it keeps lies under the data directory.</summary>
    public static WebApplication Build(ServeSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(settings.ToConfiguration());
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        settings.Configure?.Invoke(builder);
        KeepSignedUrlsOut(builder.Logging);

        builder.Services.AddSqliteStorage();
        builder.Services.AddBlobs();
        if (settings.WithProviders)
        {
            builder.Services.AddMediaProviders();
            builder.Services.AddAdapters(builder.Configuration);
            builder.Services.AddSandbox(builder.Configuration);
        }

        builder.AddEngine();
        builder.Services.AddBatonApi();

        var app = builder.Build();
        app.MapBatonApi();
        return app;
    }

    /// <summary>
    /// What ASP.NET says of each request shows its whole URL, and its scope puts the path beside every other line. Signed URLs are keys to what they lead to, so none of it is logged, whatever the level.
    /// </summary>
    private static void KeepSignedUrlsOut(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Http.Result", LogLevel.Warning);
}
