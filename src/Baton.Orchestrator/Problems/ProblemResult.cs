using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts.Json;
using Baton.Schemas;
using ProblemDetails = Baton.Contracts.Problems.ProblemDetails;

namespace Baton.Problems;

/// <summary>A problem on its way to the caller, as RFC 9457 <c>application/problem+json</c>.</summary>
public sealed class ProblemResult(Problem problem, string? detail) : IResult, IStatusCodeHttpResult
{
    // People read these: quotation marks and letters outside ASCII stay as they are. No browser takes the media type for a page.
    private static readonly JsonTypeInfo<ProblemDetails> Json = (JsonTypeInfo<ProblemDetails>)new JsonSerializerOptions(BatonJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }.GetTypeInfo(typeof(ProblemDetails));

    private const string ContentType = "application/problem+json";

    /// <summary>A caller who sends ten thousand bad steps learns of the first hundred.</summary>
    private const int PathsMax = 100;

    private TimeSpan? _after;

    public Problem Problem => problem;

    public int? StatusCode => problem.Status;

    /// <summary>What happened, in one sentence or two.</summary>
    internal string Words => detail ?? (Faults.Count > 0 ? $"{Faults[0].Path}: {Faults[0].Message}" : problem.Title);

    internal IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whose fault this occurrence is, and whether a retry can help, where that is not as the problem says of itself.</summary>
    internal (ProblemOwner Owner, bool Retryable)? Here { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string?>> Extensions { get; init; } = [];

    /// <summary>The same, with the pause that this occurrence asks for.</summary>
    internal ProblemResult After(TimeSpan pause)
    {
        _after = pause;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        if ((_after ?? problem.RetryAfter) is { } pause)
        {
            response.Headers.RetryAfter = ((long)Math.Ceiling(Math.Max(1, pause.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
        }

        // An answer to HEAD has the headers of the GET and nothing else.
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            response.ContentType = ContentType;
            return Task.CompletedTask;
        }

        return response.WriteAsJsonAsync(Describe(httpContext), Json, ContentType);
    }

    private ProblemDetails Describe(HttpContext context) => new()
    {
        Type = problem.Type,
        Title = problem.Title,
        Status = problem.Status,
        Detail = detail,
        Instance = context.Request.PathBase + context.Request.Path,
        Code = problem.Code,
        TraceId = Activity.Current?.Id ?? context.TraceIdentifier,
        Fault = (Here?.Owner ?? problem.Owner) switch
        {
            ProblemOwner.Caller => "caller",
            ProblemOwner.Provider => "provider",
            ProblemOwner.Server => "server",
        },
        Retryable = Here?.Retryable ?? problem.Retryable,
        Charged = false,
        Errors = Faults.Count == 0 ? null : ByPath(),
        Extensions = AsJson(context),
    };

    private Dictionary<string, IReadOnlyList<string>> ByPath() =>
        Faults.GroupBy(f => f.Path, StringComparer.Ordinal)
            .Take(PathsMax)
            .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(f => f.Message)], StringComparer.Ordinal);

    private Dictionary<string, JsonElement>? AsJson(HttpContext context)
    {
        var members = Extensions.ToDictionary(e => e.Key, e => JsonSerializer.SerializeToElement(e.Value, BatonJson.Default.String!), StringComparer.Ordinal);
        if (context.Request.Path.StartsWithSegments(Chat.ChatEndpoints.Prefix, StringComparison.Ordinal))
        {
            members["error"] = Chat.ChatError.Of(this);
        }

        return members.Count == 0 ? null : members;
    }
}
