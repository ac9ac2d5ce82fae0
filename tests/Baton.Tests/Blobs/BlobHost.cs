using Xunit;
using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Outbound;
using Baton.Problems;
using Baton.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Blobs;

/// <summary>The blob endpoints on a real server, a real database and a folder of its own, with a clock that stands still.</summary>
internal sealed class BlobHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private BlobHost(WebApplication app, FakeTimeProvider time, string directory)
    {
        _app = app;
        Time = time;
        Directory = directory;
        BaseUrl = app.Urls.First();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(BaseUrl) };
    }

    public FakeTimeProvider Time { get; }

    public string Directory { get; }

    public string BaseUrl { get; }

    public IBlobs Blobs => Get<IBlobs>();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BlobHost> Run(IOutboundDialer? dialer = null, params (string Key, string Value)[] settings)
    {
        var time = new FakeTimeProvider(Start);
        var directory = System.IO.Directory.CreateTempSubdirectory("baton-blobs-").FullName;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Append(("Storage:Directory", directory)).ToDictionary(s => s.Item1, string? (s) => s.Item2));
        builder.Services.AddLogging().AddRoutingCore().AddSingleton<TimeProvider>(time);
        builder.Services.AddSqliteStorage().AddBlobs();
        if (dialer is not null)
        {
            builder.Services.AddSingleton(provider => new OutboundGuard(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<OutboundOptions>>(), dialer));
        }

        builder.Services.AddAuthentication(BearerTokenHandler.Name).AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Name, null);
        builder.Services.AddAuthorization();
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BatonJson.Default));

        var app = builder.Build();
        app.UseProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBlobs();
        await app.StartAsync(Stop);
        return new BlobHost(app, time, directory);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A bearer token of the account.</summary>
    public async Task<string> Token(string account) => (await Get<ITokens>().Create(new AccountId(account), TokenRole.Caller, "test", null, Stop)).Secret;

    public async Task<BlobRecord> Stored(byte[] content, string contentType = "image/png", string account = "ann")
    {
        using var stream = new MemoryStream(content);
        return await Blobs.Add(new AccountId(account), stream, contentType, null, new MediaFacts(), 1 << 24, Stop);
    }

    public string Sign(BlobRecord blob) => Get<IBlobUrls>().Sign(blob.Id).Url;

    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string url, string? token = null, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    public Task<HttpResponseMessage> Get(string url, string? token = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, url, token, null, headers);

    /// <summary>The URL of the content that a blob's URL leads to.</summary>
    public async Task<string> ContentUrl(string url, string? token = null)
    {
        using var response = await Get(url, token);
        Assert.Equal(StatusCodes.Status302Found, (int)response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    public Task<HttpResponseMessage> Upload(string url, byte[] content, string? contentType, string? token = null)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Send(HttpMethod.Post, url, token, body);
    }

    public static async Task<T> Read<T>(HttpResponseMessage response, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(Stop), type)!;

    public static Task<Blob> ReadBlob(HttpResponseMessage response) => Read(response, BatonJson.Default.Blob);

    /// <summary>The status and code of a problem, as <c>404 blob-not-found</c>.</summary>
    public static async Task<string> Problem(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        return $"{(int)response.StatusCode} {body.RootElement.GetProperty("code").GetString()}";
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
