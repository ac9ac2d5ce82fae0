using System.Collections.Frozen;

namespace Baton.Problems;

/// <summary>Serves the page of each problem, so that the link in an answer leads somewhere.</summary>
internal static class ProblemPages
{
    private const string Prefix = "problems/";

    private static readonly FrozenDictionary<string, string> ByCode = Load();

    /// <summary>The codes that have a page.</summary>
    public static IEnumerable<string> Codes => ByCode.Keys;

    public static void MapProblemPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/problems/{code}", Page).ExcludeFromDescription().AllowAnonymous();

    private static IResult Page(string code) => ByCode.TryGetValue(code, out var page)
        ? TypedResults.Text(page, "text/markdown; charset=utf-8")
        : Problem.NotFound.ToResult($"There is no problem with the code '{code}'.");

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(ProblemPages).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]), Read, StringComparer.Ordinal);

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
