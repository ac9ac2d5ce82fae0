using System.Collections.Frozen;
using System.Globalization;
using System.Threading.RateLimiting;
using Baton.Accounts;
using Baton.Problems;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Baton.Tiers;

/// <summary>How fast each account may ask, by a token bucket of its tier; whoever shows no token shares the bucket of their address.</summary>
internal sealed class RequestRates : IDisposable
{
    /// <summary>Buckets are filled this often at most, so that few requests a second are not served in jerks.</summary>
    private const double FillsPerSecond = 10;

    private readonly AccountTiers _tiers;
    private readonly FrozenDictionary<string, Rate> _rates;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public RequestRates(AccountTiers tiers, IOptions<TierOptions> options)
    {
        _tiers = tiers;
        _rates = options.Value.Definitions.ToFrozenDictionary(tier => tier.Key, tier => new Rate(tier.Key, tier.Value), StringComparer.Ordinal);
        _limiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition, StringComparer.Ordinal);
    }

    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = _limiter;
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) => new ValueTask(Refuse(rejected));
    }

    /// <summary>Requests that the account could send at once now.</summary>
    public long LeftFor(HttpContext context) => _limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0;

    /// <summary>Tells how much is left with every answer, in the form of the IETF draft on rate limit headers. Probes are not counted and not told.</summary>
    public void Tell(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            return;
        }

        var rate = RateOf(context);
        context.Response.Headers["RateLimit-Policy"] = rate.Policy;
        context.Response.Headers["RateLimit"] = rate.Left(LeftFor(context));
    }

    public void Dispose() => _limiter.Dispose();

    private Task Refuse(OnRejectedContext rejected)
    {
        var rate = RateOf(rejected.HttpContext);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var problem = Problem.TooManyRequests.ToResult(string.Create(
            CultureInfo.InvariantCulture,
            $"The tier '{rate.Name}' allows {rate.Tier.RequestsPerSecond} requests a second and {rate.Tier.Burst} at once."));
        Tell(rejected.HttpContext);
        return problem.After(wait).ExecuteAsync(rejected.HttpContext);
    }

    // Every request comes by here, so what makes a bucket is kept with the tier rather than caught in a closure.
    private RateLimitPartition<string> Partition(HttpContext context)
    {
        var account = context.CallerAccountOrNull()?.Value;
        return RateLimitPartition.Get(account ?? $"@{context.Connection.RemoteIpAddress}", RateOf(account).NewBucket);
    }

    private Rate RateOf(HttpContext context) => RateOf(context.CallerAccountOrNull()?.Value);

    private Rate RateOf(string? account) => _rates[account is null ? TierOptions.Standard : _tiers.NameOf(new AccountId(account))];

    internal static TokenBucketRateLimiterOptions BucketOf(Tier tier)
    {
        // Tokens are whole: the period is made to fit them, or fifteen a second would become ten.
        var tokens = Math.Max(1, (int)(tier.RequestsPerSecond / FillsPerSecond));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = tier.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / tier.RequestsPerSecond),
            QueueLimit = 0,
            // One timer of the partitioned limiter fills them all.
            AutoReplenishment = false,
        };
    }

    /// <summary>The rate of a tier.</summary>
    private sealed class Rate(string name, Tier tier)
    {
        public string Name => name;

        public Tier Tier => tier;

        /// <summary>The value of <c>RateLimit-Policy</c>.</summary>
        public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={tier.Burst};w={Seconds(tier.Burst, tier)}");

        public Func<string, RateLimiter> NewBucket { get; } = _ => new TokenBucketRateLimiter(BucketOf(tier));

        /// <summary>The value of <c>RateLimit</c>.</summary>
        public string Left(long left) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={Seconds(tier.Burst - left, tier)}");

        private static long Seconds(long requests, Tier tier) => Math.Max(1, (requests + tier.RequestsPerSecond - 1) / tier.RequestsPerSecond);
    }
}
