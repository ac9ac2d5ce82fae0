using System.Text;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Providers;

/// <summary>A job context over a folder, and the real providers. Sources are file paths.</summary>
internal sealed class TestJob : IJobContext, IDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-media-");
    private string? _temp;

    public TestJob(params (string Key, string Value)[] media)
    {
        var settings = media.Select(pair => KeyValuePair.Create($"Media:{pair.Key}", (string?)pair.Value));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton(TimeProvider.System);
        services.AddMediaProviders();
        _services = services.BuildServiceProvider();
    }

    public string WorkflowId => "workflow-1";

    public string JobId => "job-1";

    public int Attempt { get; set; } = 1;

    public JsonElement? Metadata { get; set; }

    public JsonElement? WorkflowMetadata { get; set; }

    public IJobStream? Stream { get; set; }

    public bool HasTempDirectory => _temp is not null;

    public string TempDirectory => _temp ??= _folder.CreateSubdirectory("temp").FullName;

    public List<Stored> Blobs { get; } = [];

    public List<(string Url, string ContentType, long Bytes)> Delivered { get; } = [];

    public List<double> Progress { get; } = [];

    public List<(IReadOnlyList<ArchiveEntry> Entries, string Name, bool Tar)> Archives { get; } = [];

    public Action<double> OnProgress { get; set; } = _ => { };

    public Stored Blob => Assert.Single(Blobs);

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public HandlerPool Pool(string name) => _services.GetServices<HandlerPool>().Single(pool => pool.Name == name);

    /// <summary>A path in the job's folder, for media that a test makes.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string Written(string name, params byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public string Written(string name, string text) => Written(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Runs a job with an input as it would come over the wire.</summary>
    public async Task<JsonElement> Run(string type, object input, CancellationToken? cancellationToken = null)
    {
        var handler = _services.GetServices<HandlerPool>().SelectMany(pool => pool.Handlers).Single(one => one.Type == type);
        return await handler.Run(JsonSerializer.SerializeToElement(input), this, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public Task<JobFailedException> Refusal(string type, object input) => Assert.ThrowsAsync<JobFailedException>(() => Run(type, input));

    public Task<MediaFile> Fetch(string source, CancellationToken cancellationToken) =>
        Task.FromResult(new MediaFile(source, "application/octet-stream", new FileInfo(source).Length));

    public Task<StoredBlob> Store(string path, string contentType, MediaFacts facts, CancellationToken cancellationToken)
    {
        var kept = File($"blob-{Blobs.Count}{Path.GetExtension(path)}");
        System.IO.File.Move(path, kept);
        Blobs.Add(new Stored(kept, contentType, facts));
        return Task.FromResult(new StoredBlob(Path.GetFileName(kept), $"blob:{Path.GetFileName(kept)}"));
    }

    public Task Deliver(string path, string contentType, string destinationUrl, CancellationToken cancellationToken)
    {
        Delivered.Add((destinationUrl, contentType, new FileInfo(path).Length));
        return Task.CompletedTask;
    }

    public Task<ArchiveLink> Archive(IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken)
    {
        Archives.Add((entries, archiveName, tar));
        return Task.FromResult(new ArchiveLink("blob:archive", DateTimeOffset.UnixEpoch));
    }

    public void Report(double progress)
    {
        Progress.Add(progress);
        OnProgress(progress);
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    internal sealed record Stored(string Path, string ContentType, MediaFacts Facts);
}
