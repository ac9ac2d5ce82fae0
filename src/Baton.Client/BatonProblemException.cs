using System.Net;
using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Contracts.Problems;

namespace Baton.Client;

/// <summary>The server said no; <see cref="Problem"/> is what it said.</summary>
public sealed class BatonProblemException(HttpStatusCode status, ProblemDetails problem)
    : Exception(problem.Detail is { Length: > 0 } detail ? $"{problem.Title}: {detail}" : problem.Title)
{
    private const int TextLengthMax = 500;

    public HttpStatusCode Status => status;

    public ProblemDetails Problem => problem;

    /// <summary>Takes what the answer says; one that is not a problem document, as from a proxy in between, becomes one.</summary>
    internal static async Task<BatonProblemException> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new BatonProblemException(response.StatusCode, TryParse(text) ?? FromText(response, text));
    }

    private static ProblemDetails? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BatonJson.Default.ProblemDetails) is { Title: not null } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemDetails FromText(HttpResponseMessage response, string text) => new()
    {
        Status = (int)response.StatusCode,
        Title = response.ReasonPhrase is { Length: > 0 } phrase ? phrase : $"HTTP {(int)response.StatusCode}",
        Detail = text.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, TextLengthMax)] : null,
    };
}
