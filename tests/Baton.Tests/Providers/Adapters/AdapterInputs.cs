using System.Text.Json;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Steps that one adapter alone serves, as the contract has them.</summary>
internal static class AdapterInputs
{
    private const string Checkpoint = "urn:air:sd1:checkpoint:civitai:4384@128713";

    public static readonly string[] Adapters = ["chat", "openai", "comfy", "a1111", "fal", "replicate"];

    /// <summary>A workflow of one step for this adapter.</summary>
    public static string Workflow(string adapter, string prompt, string metadata = "{}")
    {
        var (type, input) = Step(adapter, JsonSerializer.Serialize(prompt));
        return $$"""{ "steps": [{ "$type": "{{type}}", "name": "it", "metadata": {{metadata}}, "timeout": "00:05:00", "input": {{input}} }] }""";
    }

    private static (string Type, string Input) Step(string adapter, string prompt) => adapter switch
    {
        "chat" => ("chatCompletion", $$"""{ "model": "m-1", "messages": [{ "role": "user", "content": [{ "type": "text", "text": {{prompt}} }] }] }"""),
        "openai" when prompt.Contains("expired", StringComparison.Ordinal) || prompt.Contains("private", StringComparison.Ordinal) =>
            ("imageGen", $$"""{ "engine": "openai", "model": "dall-e-3", "operation": "createImage", "size": "1024x1024", "prompt": {{prompt}} }"""),
        "openai" => ("imageGen", $$"""{ "engine": "openai", "model": "gpt-image-1", "operation": "createImage", "prompt": {{prompt}} }"""),
        "comfy" => ("imageGen", $$"""{ "engine": "comfy", "ecosystem": "sd1", "operation": "createImage", "model": "{{Checkpoint}}", "prompt": {{prompt}} }"""),
        "a1111" => ("imageGen", $$"""{ "engine": "sdcpp", "ecosystem": "sd1", "operation": "createImage", "model": "{{Checkpoint}}", "prompt": {{prompt}} }"""),
        "fal" => ("imageGen", $$"""{ "engine": "flux2", "model": "pro", "operation": "createImage", "prompt": {{prompt}} }"""),
        "replicate" => ("imageGen", $$"""{ "engine": "seedream", "version": "v4", "prompt": {{prompt}} }"""),
        _ => throw new ArgumentException(adapter, nameof(adapter)),
    };
}
