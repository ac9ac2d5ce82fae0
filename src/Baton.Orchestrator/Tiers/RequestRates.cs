using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Baton.Accounts;
using Baton.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace Baton.Tiers;

/// <summary>How fast each account may ask, by a token bucket of its tier; whoever shows no token shares the bucket of their address.</summary>
internal sealed class RequestRates(AccountTiers tiers) : IDisposable
{
    /// <summary>Buckets are filled this often, so that few requests a second are not served in jerks.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, string> _policies = new(StringComparer.Ordinal);
    private PartitionedRateLimiter<HttpContext>? _limiter;

    private PartitionedRateLimiter<HttpContext> Limiter => _limiter ??= PartitionedRateLimiter.Create<HttpContext, string>(Partition, StringComparer.Ordinal);

    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = Limiter;
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) => new ValueTask(Refuse(rejected));
    }

    /// <summary>Requests that the account could send at once now.</summary>
    public long LeftFor(HttpContext context) => Limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0;

    /// <summary>Tells how much is left with every answer, in the form of the IETF draft on rate limit headers.</summary>
    public void Tell(HttpContext context)
    {
        var (name, tier) = TierOf(context);
        var left = LeftFor(context);
        context.Response.Headers["RateLimit-Policy"] = _policies.GetOrAdd(name, _ => string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={tier.Burst};w={SecondsToFill(tier)}"));
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={Math.Max(1, (tier.Burst - left) / tier.RequestsPerSecond)}");
    }

    public void Dispose() => _limiter?.Dispose();

    private static int SecondsToFill(Tier tier) => Math.Max(1, (int)Math.Ceiling((double)tier.Burst / tier.RequestsPerSecond));

    private Task Refuse(OnRejectedContext rejected)
    {
        var (name, tier) = TierOf(rejected.HttpContext);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        Tell(rejected.HttpContext);
        return Problem.TooManyRequests.ToResult(string.Create(
            CultureInfo.InvariantCulture,
            $"The tier '{name}' allows {tier.RequestsPerSecond} requests a second and {tier.Burst} at once. Try again in {seconds} s.")).ExecuteAsync(rejected.HttpContext);
    }

    private RateLimitPartition<string> Partition(HttpContext context)
    {
        var key = context.CallerAccountOrNull() is { } account ? account.Value : $"@{context.Connection.RemoteIpAddress}";
        return RateLimitPartition.GetTokenBucketLimiter(key, _ => BucketOf(TierOf(context).Tier));
    }

    private (string Name, Tier Tier) TierOf(HttpContext context)
    {
        var account = context.CallerAccountOrNull() ?? default;
        return account.Value is null ? (TierOptions.Standard, tiers.Standard) : (tiers.NameOf(account), tiers.Of(account));
    }

    private static TokenBucketRateLimiterOptions BucketOf(Tier tier)
    {
        // Of fewer than ten requests a second a tenth is none, so their buckets are filled less often.
        var perPeriod = tier.RequestsPerSecond * Period.TotalSeconds;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = tier.Burst,
            TokensPerPeriod = Math.Max(1, (int)perPeriod),
            ReplenishmentPeriod = perPeriod >= 1 ? Period : TimeSpan.FromSeconds(1.0 / tier.RequestsPerSecond),
            QueueLimit = 0,
        };
    }
}
