using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Baton.Tests;

/// <summary>What callers of the API do, in few words.</summary>
internal static class Calls
{
    public const string Workflows = "/v2/consumer/workflows";

    /// <summary>No workflow has it.</summary>
    public const string NoId = "wf_01ARZ3NDEKTSV4RRFFQ69G5FAV";

    /// <summary>A workflow of one echo step.</summary>
    public static string Echo(string message = "hello", string more = "") =>
        $$"""{ "steps": [{ "$type": "echo", "input": { "message": {{JsonSerializer.Serialize(message)}} } }]{{more}} }""";

    public static async Task<Answer> Send(this HttpClient caller, string method, string path, string? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = contentType.Length == 0 ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await caller.SendAsync(request, BatonHost.Stop);
        return await Answer.Read(response);
    }

    /// <summary>Submits, waits for the end, and returns the id.</summary>
    public static async Task<string> Submitted(this HttpClient caller, string body, string query = "?wait=30")
    {
        var answer = await caller.Send("POST", Workflows + query, body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public static async Task<JsonElement> Workflow(this HttpClient caller, string id) => (await caller.Send("GET", $"{Workflows}/{id}")).Json;
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<Answer> Read(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(BatonHost.Stop),
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase));

    public JsonElement Json => JsonElement.Parse(Text);

    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The problem with this status and code, in the shape that every problem has.</summary>
    public Answer IsProblem(int status, string code)
    {
        Assert.True((int)Status == status, $"{(int)Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Code);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("type").GetString()!);
        Assert.NotEmpty(Json.GetProperty("instance").GetString()!);
        Assert.NotEmpty(Json.GetProperty("traceId").GetString()!);
        Assert.Contains(Json.GetProperty("fault").GetString(), (string[])["caller", "provider", "server"]);
        Assert.True(Json.TryGetProperty("retryable", out _) && Json.TryGetProperty("charged", out _), Text);
        Assert.Equal(status == 400 && code is "validation" or "malformed-json", Json.TryGetProperty("errors", out _));
        Assert.DoesNotContain("System.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Baton.", Text, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Among the faults is one at this path.</summary>
    public Answer Names(string path)
    {
        Assert.True(Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(path, out var messages) && messages.GetArrayLength() > 0, Text);
        return this;
    }
}
