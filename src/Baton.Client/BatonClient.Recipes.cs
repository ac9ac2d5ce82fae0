using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>
    /// Runs one recipe and waits for its output; the call's end is the workflow's, so cancelling it cancels the work. A recipe that takes longer than
    /// the server lets a request last goes on as a workflow, and the result says which.
    /// </summary>
    public async Task<RecipeResult<TOutput>> RunRecipe<TInput, TOutput>(
        string recipe,
        TInput input,
        JsonTypeInfo<TInput> inputType,
        JsonTypeInfo<TOutput> outputType,
        CancellationToken cancellationToken = default)
        where TOutput : class
    {
        var request = Request(HttpMethod.Post, $"/v2/consumer/recipes/{Escape(recipe)}", JsonContent.Create(input, inputType));
        using var response = await SendInTime(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var output = response.StatusCode == HttpStatusCode.Accepted ? null : await ReadBody(response, outputType, cancellationToken);

        return new RecipeResult<TOutput>(WorkflowIdOf(response), output);
    }

    private static string? WorkflowIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Workflow-Id", out var values) ? values.FirstOrDefault() : null;
}
