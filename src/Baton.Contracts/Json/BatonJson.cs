using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Contracts.Accounts;
using Baton.Contracts.Blobs;
using Baton.Contracts.Callbacks;
using Baton.Contracts.Operators;
using Baton.Contracts.Problems;
using Baton.Contracts.Recipes;
using Baton.Contracts.Workers;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Json;

/// <summary>How wire types are written and read, the same for server, client and workers.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = 1024, // What a caller nested as deep as a body may be comes back deeper: in a step, in a list, in the output of a repeat.
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcDateTimeConverter)])]
[JsonSerializable(typeof(WorkflowTemplate))]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(WorkflowPage))]
[JsonSerializable(typeof(WorkflowExplanation))]
[JsonSerializable(typeof(UpdateWorkflowRequest))]
[JsonSerializable(typeof(UpdateWorkflowStepRequest))]
[JsonSerializable(typeof(IReadOnlyList<JsonPatchOperation>))]
[JsonSerializable(typeof(WorkflowEvent))]
[JsonSerializable(typeof(WorkflowStepEvent))]
[JsonSerializable(typeof(WorkflowStepJobEvent))]
[JsonSerializable(typeof(WorkflowStepJobPreview))]
[JsonSerializable(typeof(CallbackEndpointList))]
[JsonSerializable(typeof(ParkedCallbackPage))]
[JsonSerializable(typeof(CallbackReplay))]
[JsonSerializable(typeof(CallbackSecretList))]
[JsonSerializable(typeof(CallbackSecret))]
[JsonSerializable(typeof(Blob))]
[JsonSerializable(typeof(ConsumerBlobPresignResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(AccountLimits))]
[JsonSerializable(typeof(WorkerRegistration))]
[JsonSerializable(typeof(WorkerUpdate))]
[JsonSerializable(typeof(WorkerCapability))]
[JsonSerializable(typeof(Worker))]
[JsonSerializable(typeof(JobClaims))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(JobCompletion))]
[JsonSerializable(typeof(JobFailureReport))]
[JsonSerializable(typeof(JobHandBack))]
[JsonSerializable(typeof(JobUpload))]
[JsonSerializable(typeof(ProviderStatusList))]
[JsonSerializable(typeof(WorkerStatusList))]
[JsonSerializable(typeof(ModeChange))]
[JsonSerializable(typeof(EchoInput))]
[JsonSerializable(typeof(EchoOutput))]
[JsonSerializable(typeof(ConvertImageInput))]
[JsonSerializable(typeof(ConvertImageOutput))]
[JsonSerializable(typeof(ImageUpscalerInput))]
[JsonSerializable(typeof(ImageUpscalerOutput))]
[JsonSerializable(typeof(MediaHashInput))]
[JsonSerializable(typeof(MediaHashOutput))]
[JsonSerializable(typeof(VideoMetadataInput))]
[JsonSerializable(typeof(VideoMetadataOutput))]
[JsonSerializable(typeof(VideoFrameExtractionInput))]
[JsonSerializable(typeof(VideoFrameExtractionOutput))]
[JsonSerializable(typeof(TranscodeInput))]
[JsonSerializable(typeof(TranscodeOutput))]
[JsonSerializable(typeof(TextToSpeechInput))]
[JsonSerializable(typeof(TextToSpeechOutput))]
[JsonSerializable(typeof(BlobArchiveInput))]
[JsonSerializable(typeof(BlobArchiveOutput))]
[JsonSerializable(typeof(ModelHashInput))]
[JsonSerializable(typeof(ModelHashOutput))]
[JsonSerializable(typeof(ImageGenOutput))]
[JsonSerializable(typeof(TextToImageOutput))]
[JsonSerializable(typeof(VideoGenOutput))]
[JsonSerializable(typeof(ComfyOutput))]
[JsonSerializable(typeof(ChatCompletionOutput))]
[JsonSerializable(typeof(TranscriptionOutput))]
[JsonSerializable(typeof(RepeatInput))]
[JsonSerializable(typeof(RepeatOutput))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class BatonJson : JsonSerializerContext;
