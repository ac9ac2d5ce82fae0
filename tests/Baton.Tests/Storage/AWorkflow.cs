using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Callbacks;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Storage;

/// <summary>Workflows for the store's tests; what a test does not name does not matter.</summary>
internal static class AWorkflow
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly AccountId Ann = new("ann");

    /// <summary>Ids that sort by their number, as real ones do by age.</summary>
    public static WorkflowId Id(int number) => new($"wf_{number.ToString("D26", CultureInfo.InvariantCulture)}");

    public static WorkflowState Running(int number = 1, AccountId? account = null) => new()
    {
        Id = Id(number),
        Account = account ?? Ann,
        CreatedAt = Now,
        Status = WorkflowStatus.Unassigned,
        Definition = new WorkflowDefinition { Steps = [Step()] },
        Steps = [new StepState { ReadyAt = Now }],
    };

    public static WorkflowState Ended(int number = 1, WorkflowStatus status = WorkflowStatus.Succeeded) => Running(number).End(status);

    public static WorkflowState End(this WorkflowState workflow, WorkflowStatus status = WorkflowStatus.Succeeded, DateTimeOffset? at = null) => workflow with
    {
        Status = status,
        CompletedAt = at ?? Now.AddSeconds(1),
        Steps = [.. workflow.Steps.Select(step => step with { Status = status, CompletedAt = at ?? Now.AddSeconds(1) })],
    };

    public static WorkflowState Ephemeral(this WorkflowState workflow) =>
        workflow with { Definition = workflow.Definition with { Ephemeral = true } };

    public static WorkflowState WithExternalId(this WorkflowState workflow, string externalId) =>
        workflow with { Definition = workflow.Definition with { ExternalId = externalId } };

    public static WorkflowState WithTags(this WorkflowState workflow, params string[] tags) => workflow with { Tags = [.. tags] };

    public static WorkflowState WithMetadata(this WorkflowState workflow, string json) => workflow with { Metadata = Json(json) };

    /// <summary>The first look at it is due then.</summary>
    public static WorkflowState DueAt(this WorkflowState workflow, DateTimeOffset at) => workflow with
    {
        Definition = workflow.Definition with { Steps = [workflow.Definition.Steps[0] with { Timeout = at - Now }] },
    };

    /// <summary>It still has an event to deliver, then.</summary>
    public static WorkflowState WithCallbackDue(this WorkflowState workflow, DateTimeOffset at) =>
        workflow.With(new CallbackQueue { LastNumber = 1, Waiting = [Happened], DueAt = at });

    /// <summary>An event of it was given up.</summary>
    public static WorkflowState WithParkedCallback(this WorkflowState workflow) => workflow.With(new CallbackQueue { LastNumber = 1, Parked = [Happened] });

    private static WorkflowState With(this WorkflowState workflow, CallbackQueue queue) => workflow with
    {
        Definition = workflow.Definition with { Callbacks = [new WorkflowCallback { Url = "https://a.example/", Type = ["workflow:*"] }] },
        Outbox = new Outbox { Queues = [queue] },
    };

    private static CallbackEvent Happened => new() { Status = WorkflowStatus.Succeeded, At = Now, Number = 1 };

    /// <summary>Something in every member.</summary>
    public static WorkflowState WithEverything(int number = 1) => Running(number) with
    {
        Status = WorkflowStatus.Processing,
        CreatedAt = Now.AddTicks(1),
        StartedAt = Now.AddTicks(1234567),
        DeletedAt = Now.AddHours(1),
        Metadata = Json("""{"title":"Zoë <b>\"☂\"</b>","n":[1,2.5e3,null,true]}"""),
        Tags = ["a", "ünï", "with space"],
        Steps = [StepWithEverything()],
        Definition = DefinitionWithEverything(),
    };

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static StepDefinition Step() =>
        new("0", "echo", Json("""{"message":"hi"}"""), Priority.Normal, TimeSpan.FromMinutes(10), Retries: 0, DependsOn: []);

    private static WorkflowDefinition DefinitionWithEverything() => new()
    {
        Steps = [Step() with { Name = "first", Retries = 3, DependsOn = [0], Priority = Priority.High }],
        Arguments = Json("""{"seed":7}"""),
        Ephemeral = false,
        AllowMatureContent = false,
        Experimental = true,
        ExternalId = "ext-1",
        InputBlobs = [new BlobId("blob_1.png")],
        Warnings = ["priority is ignored"],
    };

    private static StepState StepWithEverything() => new()
    {
        Status = WorkflowStatus.Processing,
        ReadyAt = Now,
        StartedAt = Now.AddSeconds(1),
        Metadata = Json("""{"k":"v"}"""),
        RetriesUsed = 1,
        Jobs = [JobWithEverything()],
    };

    private static JobState JobWithEverything() => new()
    {
        Id = JobId.For(Id(1), 0, 0),
        Item = 2,
        Status = WorkflowStatus.Processing,
        Epoch = 3,
        Lease = new Lease(new ProviderId("p"), new WorkerId("w"), 3, Now.AddSeconds(30)),
        StartedAt = Now.AddSeconds(6),
        Progress = 0.25,
        Reason = FailureReason.Blocked,
        BlockedReason = "because",
        Detail = "line\nline",
        Troubles = [new ProviderTrouble { Provider = new ProviderId("q"), Failures = 2, PausedUntil = Now.AddSeconds(5), Detail = "no" }],
        Output = Json("""{"blobs":[{"id":"blob_1.png"}]}"""),
        Blobs = ImmutableArray.Create(new BlobId("blob_1.png")),
    };
}
