using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>The shapes of the bodies that callers send about workflows, with the limits of this server.</summary>
internal sealed class SubmissionSchemas
{
    private const string Metadata = """{ "type": ["object", "null"], "additionalProperties": true }""";
    private const string Tag = """{ "type": "string", "minLength": 1, "maxLength": 200, "format": "path-segment" }""";
    private const string Tags = $$"""{ "type": ["array", "null"], "items": {{Tag}}, "maxItems": 10, "uniqueItems": true }""";
    private const string Flag = """{ "type": ["boolean", "null"] }""";
    private const string Priority = """{ "enum": ["high", "normal", "low", null] }""";
    private const string Timeout = """{ "type": ["string", "null"], "format": "date-span" }""";

    public SubmissionSchemas(SubmissionLimits limits)
    {
        var retries = $$"""{ "type": ["integer", "null"], "format": "int32", "minimum": 0, "maximum": {{Number(limits.RetriesMax)}} }""";
        Workflow = Parse(WorkflowDocument(limits, retries));
        WorkflowUpdate = Parse(
            $$"""
            { "type": "object", "properties": {
              "status": { "enum": ["canceled", null] }, "metadata": {{Metadata}}, "tags": {{Tags}}, "allowMatureContent": {{Flag}} } }
            """);
        StepUpdate = Parse(
            $$"""
            { "type": "object", "properties": {
              "metadata": {{Metadata}}, "input": { "format": "checked-elsewhere" }, "priority": {{Priority}}, "timeout": {{Timeout}}, "retries": {{retries}} } }
            """);
        OneTag = Parse(Tag);
    }

    public Schema Workflow { get; }

    public Schema WorkflowUpdate { get; }

    public Schema StepUpdate { get; }

    public Schema OneTag { get; }

    private static string WorkflowDocument(SubmissionLimits limits, string retries) =>
        $$"""
        {
          "type": "object",
          "properties": {
            "metadata": {{Metadata}},
            "tags": {{Tags}},
            "steps": {
              "type": "array",
              "minItems": 1,
              "maxItems": {{Number(limits.StepsMax)}},
              "items": {
                "type": "object",
                "properties": {
                  "$type": { "type": "string" },
                  "name": { "type": ["string", "null"], "maxLength": 128, "pattern": "^[A-Za-z0-9_.$-]{1,128}$", "format": "path-segment" },
                  "priority": {{Priority}},
                  "timeout": {{Timeout}},
                  "retries": {{retries}},
                  "metadata": {{Metadata}},
                  "input": { "format": "checked-elsewhere" }
                },
                "required": ["input"]
              }
            },
            "callbacks": {
              "type": ["array", "null"],
              "maxItems": {{Number(limits.CallbacksMax)}},
              "items": {
                "type": "object",
                "properties": {
                  "url": { "type": "string", "minLength": 1, "maxLength": 2048 },
                  "type": { "type": "array", "minItems": 1, "maxItems": 27, "items": { "enum": [{{Events()}}] } },
                  "detailed": {{Flag}}
                },
                "required": ["url", "type"]
              }
            },
            "tips": {
              "type": ["object", "null"],
              "properties": {
                "civitai": { "type": "number", "minimum": 0, "maximum": 2 },
                "creators": { "type": "number", "minimum": 0, "maximum": 2 }
              }
            },
            "arguments": {{Metadata}},
            "nsfwLevel": { "enum": ["pg", "pg13", "r", "x", "xxx", "na", null] },
            "experimental": {{Flag}},
            "allowMatureContent": {{Flag}},
            "upgradeMode": { "enum": ["manual", "automatic", null] },
            "currencies": { "type": ["array", "null"], "maxItems": 4, "uniqueItems": true, "items": { "enum": ["yellow", "blue", "green", "fakeRed"] } },
            "ephemeral": {{Flag}},
            "externalId": { "type": ["string", "null"], "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9_-]{1,128}$" }
          },
          "required": ["steps"]
        }
        """;

    private static string Events() => string.Join(", ",
        from noun in (string[])["workflow", "step", "job"]
        from status in (string[])["*", .. Enum.GetNames<WorkflowStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName)]
        select $"\"{noun}:{status}\"");

    private static string Number(int limit) => limit.ToString(CultureInfo.InvariantCulture);

    private static Schema Parse(string document) => Schema.Parse(JsonElement.Parse(document));
}
