using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Baton.Tests.OpenApi;

public sealed partial class ApiDescriptionTests(BatonHost host)
{
    [Fact]
    public async Task Document_OfTheApi_IsTheOneCheckedIn()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/reference/openapi.json"));

        var answer = await host.Anonymous().Send("GET", "/openapi/v2.json");

        var received = Pretty(answer.Text);
        var verified = File.Exists(path) ? await File.ReadAllTextAsync(path, BatonHost.Stop) : "";
        if (received != verified)
        {
            await File.WriteAllTextAsync(Path.ChangeExtension(path, ".received.json"), received, BatonHost.Stop);
        }

        Assert.True(received == verified, "The API has changed. If that is meant, put docs/reference/openapi.received.json in place of openapi.json.");
    }

    [Theory]
    [InlineData("POST", "/v2/consumer/workflows", "SubmitWorkflow")]
    [InlineData("GET", "/v2/consumer/workflows", "QueryWorkflows")]
    [InlineData("GET", "/v2/consumer/workflows/{workflowId}", "GetWorkflow")]
    [InlineData("PUT", "/v2/consumer/workflows/{workflowId}", "UpdateWorkflow")]
    [InlineData("PATCH", "/v2/consumer/workflows/{workflowId}", "PatchWorkflow")]
    [InlineData("DELETE", "/v2/consumer/workflows/{workflowId}", "DeleteWorkflow")]
    [InlineData("POST", "/v2/consumer/workflows/{workflowId}/tags", "AddWorkflowTag")]
    [InlineData("DELETE", "/v2/consumer/workflows/{workflowId}/tags", "RemoveAllWorkflowTags")]
    [InlineData("DELETE", "/v2/consumer/workflows/{workflowId}/tags/{tag}", "RemoveWorkflowTag")]
    [InlineData("GET", "/v2/consumer/workflows/{workflowId}/steps/{stepName}", "GetWorkflowStep")]
    [InlineData("PUT", "/v2/consumer/workflows/{workflowId}/steps/{stepName}", "UpdateWorkflowStep")]
    [InlineData("PATCH", "/v2/consumer/workflows/{workflowId}/steps/{stepName}", "PatchWorkflowStep")]
    [InlineData("POST", "/v2/consumer/recipes/echo", "InvokeEchoStepTemplate")]
    [InlineData("POST", "/v2/consumer/recipes/videoFrameExtraction", "InvokeVideoFrameExtractionStepTemplate")]
    public async Task Operation_OfThePublishedApi_HasItsNameInBothDocuments(string method, string path, string operationId)
    {
        foreach (var document in (string[])["v2", "v2-consumers"])
        {
            var json = (await host.Anonymous().Send("GET", $"/openapi/{document}.json")).Json;

            Assert.StartsWith("3.1", json.GetProperty("openapi").GetString(), StringComparison.Ordinal);
            var operation = json.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant());
            Assert.Equal(operationId, operation.GetProperty("operationId").GetString());
        }
    }

    [Fact]
    public async Task ReferencePage_WithAllItLoads_ComesFromThisServer()
    {
        var page = await host.Anonymous().Send("GET", "/reference/");

        Assert.Equal(200, (int)page.Status);
        Assert.Equal("text/html", page.ContentType);
        Assert.StartsWith("default-src 'self' ", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var sources = Source().Matches(page.Text).Select(m => m.Groups[1].Value + m.Groups[2].Value).ToArray();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            var address = new Uri(new Uri(host.BaseAddress, "/reference/"), source);
            Assert.Equal(host.BaseAddress.Authority, address.Authority);
            Assert.Equal(200, (int)(await host.Anonymous().Send("GET", address.PathAndQuery)).Status);
        }
    }

    private static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, Indented) + "\n";
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""(?:src|href)="([^"]+)"|from ['"]([^'"]+)['"]""")]
    private static partial Regex Source();
}
