using System.Text.Json;
using Baton.Contracts.Recipes;
using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Requests;
using Baton.Workflows;

namespace Baton.Recipes;

/// <summary>One operation for each recipe: the body is the input, the answer is the output.</summary>
internal static class RecipeEndpoints
{
    /// <summary>What a call with a valid input may end in. A repeat's never is valid: its list is a reference, and a call of one step has nothing to refer to.</summary>
    private static readonly Problem[] Outcomes =
    [
        Problem.RecipeNotEnabled, Problem.MatureContentNotPermitted, Problem.RecipeCanceled, Problem.RecipeBlocked, Problem.TooManyWorkflows,
        Problem.TooManyQueuedJobs, Problem.RecipeFailed, Problem.NoProviderAvailable, Problem.RecipeTimedOut,
    ];

    public static void MapRecipes(this IEndpointRouteBuilder routes, RecipeCatalogue catalogue)
    {
        var recipes = routes.MapGroup("/v2/consumer/recipes").WithTags("Recipes").RequireAuthorization();

        foreach (var recipe in catalogue.All)
        {
            recipes.MapPost("/" + recipe.Type, (HttpContext context, RecipeCalls calls) => calls.Invoke(recipe, context))
                .WithName($"Invoke{Capitalized(recipe.Type)}StepTemplate")
                .WithSummary($"Runs one {recipe.Type} step and answers its output; the workflow is named by X-Workflow-Id.")
                .Takes(RecipeParameters.Experimental, RecipeParameters.AllowMatureContent, WorkflowParameters.WhatIf, RecipeParameters.Ephemeral)
                .TakesJson(ContractType(recipe, "Input")).Produces(200, ContractType(recipe, "Output"), "application/json").Produces<Workflow>(202)
                .Refuses(recipe is RepeatRecipe ? [] : Outcomes);
        }
    }

    /// <summary>The wire type by which the API description shows the input or output; a recipe that came without one takes and gives any JSON.</summary>
    private static Type ContractType(Recipe recipe, string part) =>
        typeof(EchoInput).Assembly.GetType($"{typeof(EchoInput).Namespace}.{Capitalized(recipe.Type)}{part}") ?? typeof(JsonElement);

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>The query parameters of recipe calls.</summary>
internal static class RecipeParameters
{
    public static readonly QueryParameter<bool> Experimental = QueryParameter.Flag("experimental", "Allows what is not settled yet.");

    public static readonly QueryParameter<bool?> AllowMatureContent = QueryParameter.Choice("allowMatureContent", "Whether output may be rated mature; false refuses or withholds it.");

    public static readonly QueryParameter<bool> Ephemeral = QueryParameter.Flag("ephemeral", "Forgets the workflow once it has ended.");
}
