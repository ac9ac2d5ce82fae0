using Baton.Accounts;
using Baton.Blobs;
using Baton.Callbacks;
using Baton.Chat;
using Baton.Contracts.Json;
using Baton.Live;
using Baton.OpenApi;
using Baton.Operators;
using Baton.Outbound;
using Baton.Problems;
using Baton.Recipes;
using Baton.Requests;
using Baton.Steps;
using Baton.Streams;
using Baton.Tiers;
using Baton.Workers;
using Baton.Workflows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Baton.Hosting;

/// <summary>The HTTP API. What it stands on (IWorkflows, ITokens, the store, blobs, recipes) is registered elsewhere.</summary>
public static class BatonApi
{
    public static IServiceCollection AddBatonApi(this IServiceCollection services)
    {
        // Not AddAuthentication: that also brings data protection, which makes keys in the home folder at every first start, for cookies that nobody here bakes.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = BearerTokenHandler.Name);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.Name, null);
        services.AddAuthorizationBuilder().AddTokenRoles();
        services.AddTiers();
        services.Configure<KestrelServerOptions>(kestrel => RequestSizes.Configure(kestrel.Limits));
        services.AddCors(BatonCors.Allow);
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, BatonJson.Default);
            options.SerializerOptions.NumberHandling = BatonJson.Default.Options.NumberHandling;
        });

        services.AddHostedService<RequestTraces>();
        services.AddApiDescription();
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: [HealthEndpoints.Ready]);

        services.AddOptionsWithValidateOnStart<RequestOptions, RequestOptionsValidator>().BindConfiguration(RequestOptions.Section);
        services.AddOptionsWithValidateOnStart<SubmissionOptions, SubmissionOptionsValidator>().BindConfiguration(SubmissionOptions.Section);
        services.AddSingleton(provider => new SubmissionReader(
            provider.GetRequiredService<RecipeCatalogue>(), provider.GetRequiredService<IOptions<SubmissionOptions>>().Value.ToLimits(provider.GetRequiredService<OutboundGuard>().WhyRefused)));
        services.AddSingleton<StepRenderer>();
        services.AddSingleton<WorkflowRenderer>();
        services.AddSingleton<QueuePositions>();
        services.AddSingleton<WorkflowAnswers>();
        services.AddSingleton<WorkflowWaits>();
        services.AddSingleton<WorkflowChanges>();
        services.AddSingleton<WorkflowPatch>();
        services.AddSingleton<WorkflowSubmitter>();
        services.AddSingleton<WorkflowArchives>();
        services.AddSingleton<InlineInputs>();
        services.AddSingleton<StepPatch>();
        services.AddSingleton<RecipeCalls>();
        services.AddSingleton<StreamEnds>();
        services.AddSingleton<StreamLinks>();
        services.AddOptionsWithValidateOnStart<ChatOptions, ChatOptionsValidator>().BindConfiguration(ChatOptions.Section);
        services.AddSingleton<ChatReply>();
        services.AddSingleton<ChatCalls>();
        return services;
    }

    public static WebApplication MapBatonApi(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseProblems();
        app.UseRequestSizes();
        app.UsePathGuard();
        app.UseCors();
        app.UseAuthentication();
        app.UseTiers();
        app.UseAuthorization();
        app.UseAcceptGuard();

        app.MapHealth();
        app.MapProblemPages();
        app.MapWorkflows();
        app.MapWorkflowTags();
        app.MapLive();
        app.MapSteps();
        app.MapBlobs();
        app.MapWorkers();
        app.MapOperators();
        app.MapAccount();
        app.MapCallbacks();
        app.MapStreams();
        app.MapApiDescription();
        app.MapRecipes(app.Services.GetRequiredService<RecipeCatalogue>());
        app.MapChat(app.Services.GetRequiredService<RecipeCatalogue>());
        return app;
    }
}
