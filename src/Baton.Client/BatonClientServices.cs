using Baton.Client.Retries;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Client;

/// <summary>Registers the client where dependency injection is used.</summary>
public static class BatonClientServices
{
    /// <summary>A <see cref="BatonClient"/> whose connections are pooled and whose requests are repeated when that can help.</summary>
    /// <param name="token">Asked for each time a client is made, so that it may come from a vault and change.</param>
    public static IHttpClientBuilder AddBatonClient(this IServiceCollection services, Uri server, Func<IServiceProvider, string?> token, RetryOptions? retries = null) => services
        .AddHttpClient<BatonClient>(http => (http.BaseAddress, http.Timeout) = (server, Timeout.InfiniteTimeSpan))
        .AddTypedClient((http, provider) => new BatonClient(http, token(provider)))
        .AddHttpMessageHandler(() => RetryPolicy.CreateHandler(retries ?? new RetryOptions()));
}
