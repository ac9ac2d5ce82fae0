using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Baton.Hosting;

/// <summary>For whoever starts and watches the server: it lives, and it can take work.</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of checks that must pass before the server gets work.</summary>
    public const string Ready = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // A live process answers; whether its store does is for the other one, or a store that is away would have every process restarted.
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableRateLimiting();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous().DisableRateLimiting();
    }
}
