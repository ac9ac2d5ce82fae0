using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Problems;
using Baton.Requests;
using Baton.Steps;
using Baton.Workflows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Json;

namespace Baton.Hosting;

/// <summary>The HTTP API. What it stands on (IWorkflows, ITokens, the store, blobs, recipes) is registered elsewhere.</summary>
public static class BatonApi
{
    public static IServiceCollection AddBatonApi(this IServiceCollection services)
    {
        services.AddAuthentication(BearerTokenHandler.Name).AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Name, null);
        services.AddAuthorization();
        services.AddCors(BatonCors.Allow);
        services.Configure<JsonOptions>(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, BatonJson.Default));

        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: [HealthEndpoints.Ready]);

        services.AddSingleton<StepRenderer>();
        services.AddSingleton<WorkflowRenderer>();
        services.AddSingleton<WorkflowAnswers>();
        services.AddSingleton<WorkflowWaits>();
        services.AddSingleton<WorkflowChanges>();
        return services;
    }

    public static WebApplication MapBatonApi(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseProblems();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapHealth();
        app.MapProblemPages();

        app.MapWorkflowTags();

        return app;
    }
}
