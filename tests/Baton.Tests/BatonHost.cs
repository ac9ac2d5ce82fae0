using System.Net.Http.Headers;
using Baton.Accounts;
using Baton.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(Baton.Tests.BatonHost))]

namespace Baton.Tests;

/// <summary>The whole server, as it is put together for users, on a free port and with a data directory of its own. Tests share it and keep apart by account.</summary>
public sealed class BatonHost : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("baton-host-");
    private WebApplication _app = null!;

    public Uri BaseAddress { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = BatonServer.Build(new ServeSettings { Urls = "http://127.0.0.1:0", DataDirectory = _data.FullName });
        await _app.StartAsync();
        BaseAddress = new Uri(_app.Urls.First());
    }

    /// <summary>Somebody without a token.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = BaseAddress };

    /// <summary>Somebody with a token of this account.</summary>
    public async Task<HttpClient> Caller(string account, TimeSpan? lifetime = null)
    {
        var token = await Services.GetRequiredService<ITokens>().Create(new AccountId(account), TokenRole.Caller, "test", lifetime, Stop);
        return WithToken(token.Secret);
    }

    public HttpClient WithToken(string secret)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
