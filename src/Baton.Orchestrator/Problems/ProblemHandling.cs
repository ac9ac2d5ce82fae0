using Baton.Requests;
using Baton.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Baton.Problems;

/// <summary>Gives every failure that no endpoint answered the same shape as those that one did.</summary>
internal static class ProblemHandling
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerException,
            // What the caller or the store did is not a fault of this program, so it is not logged as one.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException or StoreUnavailableException,
        })
        .UseStatusCodePages(context => AnswerStatus(context.HttpContext));

    private static Task AnswerException(HttpContext context)
    {
        // What was said before the fault is gone with the answer that was being made.
        RequestIds.Tell(context);
        return Of(context.Features.Get<IExceptionHandlerFeature>()!.Error).ExecuteAsync(context);
    }

    private static ProblemResult Of(Exception exception) => exception switch
    {
        StoreUnavailableException or OrleansMessageRejectionException => Problem.StoreUnavailable.ToResult("Nothing was changed. Try again with a growing, jittered pause."),
        BadHttpRequestException bad => Of(bad.StatusCode).ToResult(bad.StatusCode == StatusCodes.Status400BadRequest ? bad.Message : null),
        _ => Problem.Internal.ToResult("The fault was logged under the trace id of this answer."),
    };

    private static Task AnswerStatus(HttpContext context) =>
        Of(context.Response.StatusCode).ToResult(DetailOf(context)).ExecuteAsync(context);

    private static string? DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"No operation has the path '{context.Request.Path}'.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not one of: {context.Response.Headers.Allow}.",
        // Only patches are sent by PATCH, and all that is not one is plain JSON; uploads take any type and never come here.
        StatusCodes.Status415UnsupportedMediaType =>
            $"The Content-Type '{context.Request.ContentType}' is not taken here; {(HttpMethods.IsPatch(context.Request.Method) ? "application/json-patch+json" : "application/json")} is.",
        _ => null,
    };

    private static Problem Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problem.Unauthorized,
        StatusCodes.Status403Forbidden => Problem.Forbidden,
        StatusCodes.Status404NotFound => Problem.NotFound,
        StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed,
        StatusCodes.Status406NotAcceptable => Problem.NotAcceptable,
        StatusCodes.Status408RequestTimeout => Problem.RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => Problem.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problem.UnsupportedMediaType,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Problem.HeadersTooLarge,
        >= StatusCodes.Status500InternalServerError => Problem.Internal,
        _ => Problem.BadRequest,
    };
}
