using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Problems;
using Baton.Requests;
using Baton.Schemas;

namespace Baton.Workers;

/// <summary>Reads the bodies that workers send, and tells everything that is wrong with one at once.</summary>
internal static class WorkerBodies
{
    private static readonly ValidationRules Rules = new();
    private static readonly ConcurrentDictionary<JsonTypeInfo, Schema> Schemas = new();

    public static async Task<OrProblem<T>> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await JsonBody.Read(context.Request, context.RequestAborted);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var findings = new Findings();
        var shaped = Schemas.GetOrAdd(type, Schema.Of).Validate(body.Json, new JsonPlace(), Rules, findings);
        return findings.HasFaults ? Problem.Invalid(findings.Faults) : shaped.Deserialize(type)!;
    }
}
