using Baton.Contracts.Problems;

namespace Baton.Commands;

/// <summary>A problem as lines of text: title and detail first, then each path with what is wrong there.</summary>
internal static class ProblemText
{
    public static IReadOnlyList<string> Lines(ProblemDetails problem)
    {
        var head = problem.Detail is { Length: > 0 } detail && detail != problem.Title
            ? $"{problem.Title?.TrimEnd('.')}: {detail}"
            : problem.Title ?? $"HTTP {problem.Status}";
        var places = (problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>())
            .SelectMany(error => error.Value.Select(message => error.Key is "" ? $"  {message}" : $"  {error.Key}: {message}"));

        return [head, .. places];
    }
}
