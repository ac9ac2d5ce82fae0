using System.Collections.Concurrent;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers;
using Baton.Providers.Adapters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Providers.Adapters;

/// <summary>One claim of a job that an adapter runs, without a server around it: its notes are here to be looked at, and to be handed to the next claim.</summary>
internal sealed class AdapterJob : IJobContext, IExternalRequests, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-adapter-");
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();

    public AdapterJob(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System)
            .AddMediaProviders().AddAdapters(configuration).BuildServiceProvider();
    }

    /// <summary>A job of the one provider there is, which speaks the protocol that this adapter does.</summary>
    public static AdapterJob At(string adapter, Uri url, params (string, string)[] more) => new(adapter switch
    {
        "comfy" => AdapterHost.Provider("gpu", "ComfyUi", url, [("Types:0", "imageGen"), .. more]),
        "a1111" => AdapterHost.Provider("webui", "A1111", url, [("Types:0", "imageGen"), .. more]),
        "fal" => AdapterHost.Provider("queue", "Fal", url, [("Models:imageGen/flux2/pro", "fal-ai/flux-2/pro"), .. more]),
        "replicate" => AdapterHost.Provider("predictions", "Replicate", new Uri(url, "v1"), [("Models:imageGen/seedream", "acme/painter"), .. more]),
        _ => AdapterHost.Provider("oai", "OpenAi", new Uri(url, "v1"), [("Types:0", "chatCompletion"), ("Types:1", "imageGen"), .. more]),
    });

    public string WorkflowId => "wf_1";

    public string JobId => "job_1_0_0";

    public string TempDirectory => _folder.FullName;

    public OpenRequest? Open { get; set; }

    public JobStop Stopped { get; private set; }

    public IExternalRequests Requests => this;

    public int Begun { get; private set; }

    public decimal Cost { get; private set; }

    public ConcurrentQueue<(string ContentType, MediaFacts Facts)> Blobs { get; } = new();

    public ConcurrentQueue<double> Progress { get; } = new();

    /// <summary>Media of the job, by source.</summary>
    public Dictionary<string, (byte[] Content, string ContentType)> Sources { get; } = [];

    /// <summary>Runs a step of this type at the one provider there is.</summary>
    public Task<JsonElement> Run(string type, string input) => _services.GetServices<HandlerPool>().SelectMany(pool => pool.Handlers)
        .Last(handler => handler.Type == type).Run(JsonElement.Parse(input), this, _stop.Token);

    /// <summary>Runs the step of a workflow that <see cref="AdapterInputs"/> makes.</summary>
    public Task<JsonElement> RunPrompt(string adapter, string prompt)
    {
        var step = JsonElement.Parse(AdapterInputs.Workflow(adapter, prompt)).GetProperty("steps")[0];
        return Run(step.GetProperty("$type").GetString()!, step.GetProperty("input").GetRawText());
    }

    public async Task Stop(JobStop why)
    {
        Stopped = why;
        await _stop.CancelAsync();
    }

    public Task<OpenRequest> Begin(CancellationToken cancellationToken)
    {
        Begun++;
        Open = Open is { RemoteId: null } lost ? lost.Again(TimeProvider.System.GetUtcNow()) : new OpenRequest($"{JobId}-1.{Begun}", null, TimeProvider.System.GetUtcNow());
        return Task.FromResult(Open);
    }

    public Task Know(string remoteId, CancellationToken cancellationToken)
    {
        Open = Open! with { RemoteId = remoteId };
        return Task.CompletedTask;
    }

    public Task End(CancellationToken cancellationToken)
    {
        Open = null;
        return Task.CompletedTask;
    }

    public void Charge(decimal dollars) => Cost += dollars;

    public Task<MediaFile> Fetch(string source, CancellationToken cancellationToken)
    {
        if (!Sources.TryGetValue(source, out var media))
        {
            throw new JobFailedException(JobFailure.Invalid, "There is no such media.");
        }

        var path = Path.Combine(TempDirectory, Path.GetRandomFileName());
        File.WriteAllBytes(path, media.Content);
        return Task.FromResult(new MediaFile(path, media.ContentType, media.Content.Length));
    }

    /// <summary>URLs of this server by source, where it can be reached from outside.</summary>
    public Dictionary<string, Uri> Links { get; } = [];

    public Task<Uri?> Link(string source, TimeSpan lifetime, CancellationToken cancellationToken) => Task.FromResult(Links.GetValueOrDefault(source));

    public Task<StoredBlob> Store(string path, string contentType, MediaFacts facts, CancellationToken cancellationToken)
    {
        Blobs.Enqueue((contentType, facts));
        return Task.FromResult(new StoredBlob($"blob_{Blobs.Count}", $"baton://blobs/blob_{Blobs.Count}"));
    }

    public Task<ArchiveLink> Archive(IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Deliver(string path, string contentType, string destination, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(double progress) => Progress.Enqueue(progress);

    public void Dispose()
    {
        _services.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }
}
