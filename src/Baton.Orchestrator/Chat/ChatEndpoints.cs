using Baton.Recipes;

namespace Baton.Chat;

/// <summary>The chat endpoint that programs made for OpenAI's API call. That API describes it; the description of this one leaves it out.</summary>
internal static class ChatEndpoints
{
    public const string Prefix = "/v1";

    /// <summary>Only where there is a recipe that it can run.</summary>
    public static void MapChat(this IEndpointRouteBuilder routes, RecipeCatalogue catalogue)
    {
        if (catalogue.Find(ChatCalls.StepType) is { } recipe)
        {
            routes.MapPost(Prefix + "/chat/completions", (HttpContext context, ChatCalls calls) => calls.Complete(recipe, context))
                .WithName("CreateChatCompletion")
                .RequireAuthorization()
                .ExcludeFromDescription();
        }
    }
}
