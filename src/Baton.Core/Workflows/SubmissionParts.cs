using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Schemas;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>Parts of a body whose shape is right.</summary>
internal static class SubmissionParts
{
    public static WorkflowDefinition DefinitionOf(JsonElement body, ImmutableArray<StepDefinition> steps, ImmutableArray<string> warnings) => new()
    {
        Steps = steps,
        Arguments = JsonMembers.Find(body, "arguments"),
        Callbacks = CallbacksOf(body),
        Tips = JsonMembers.Find(body, "tips") is { } tips
            ? new WorkflowTips(JsonMembers.Number(tips, "civitai") ?? 0, JsonMembers.Number(tips, "creators") ?? 0)
            : null,
        NsfwLevel = Choice<NsfwLevel>(body, "nsfwLevel"),
        Experimental = JsonMembers.Flag(body, "experimental"),
        AllowMatureContent = JsonMembers.Flag(body, "allowMatureContent"),
        UpgradeMode = Choice<WorkflowUpgradeMode>(body, "upgradeMode") ?? default,
        Currencies = JsonMembers.Find(body, "currencies") is null
            ? []
            : [.. Texts(body, "currencies").Select(c => Enum.Parse<BuzzClientAccount>(c, ignoreCase: true))],
        Ephemeral = JsonMembers.Flag(body, "ephemeral"),
        ExternalId = JsonMembers.Text(body, "externalId"),
        Warnings = warnings,
    };

    public static ImmutableArray<string> Texts(JsonElement body, string name) =>
        JsonMembers.Find(body, name) is null ? [] : [.. JsonMembers.Items(body, name).Select(item => item.Item.GetString()!)];

    private static ImmutableArray<WorkflowCallback> CallbacksOf(JsonElement body) =>
        JsonMembers.Find(body, "callbacks") is null
            ? []
            :
            [
                .. JsonMembers.Items(body, "callbacks").Select(callback => new WorkflowCallback
                {
                    Url = JsonMembers.Text(callback.Item, "url")!,
                    Type = Texts(callback.Item, "type"),
                    Detailed = JsonMembers.Flag(callback.Item, "detailed"),
                }),
            ];

    private static T? Choice<T>(JsonElement body, string name)
        where T : struct, Enum =>
        JsonMembers.Text(body, name) is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;
}
