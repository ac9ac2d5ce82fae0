using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Problems;

namespace Baton.Chat;

/// <summary>A problem as clients made for OpenAI's API read failures: the member <c>error</c>, which stands beside those of the problem.</summary>
internal static class ChatError
{
    public static JsonElement Of(ProblemResult result)
    {
        var error = new JsonObject
        {
            ["message"] = result.Words,
            ["type"] = TypeOf(result.Problem.Status),
            ["param"] = result.Faults.Count > 0 ? result.Faults[0].Path : null,
            ["code"] = result.Problem.Code,
        };
        return JsonSerializer.SerializeToElement(error, ChatJson.Default.JsonNode);
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };
}
