using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Fal;

/// <summary>imageGen and videoGen by the apps that the setting <c>Models</c> names.</summary>
internal sealed class FalHandler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private readonly HostedResults _files = new(service, results);

    public override JsonElement? Accepts => HostedModels.Schema(Service.Settings, Type);

    protected override async Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var app = HostedModels.Find(Service.Settings, Type, input) ?? throw new JobFailedException(JobFailure.Rejected, "No app is named for this input.");
        var startedAt = Service.Time.GetTimestamp();
        var output = await ExternalWork.Run(
            context, Service, new FalRequestWithFiles(new FalRequest(Service, app, () => FalBody.Of(input, Service, context, cancellationToken), context.Report), this, input, context), cancellationToken);
        if (Service.Settings is { PricePerJob: not null } or { PricePerSecond: not null })
        {
            context.Requests.Charge((Service.Settings.PricePerJob ?? 0) + ((Service.Settings.PricePerSecond ?? 0) * (decimal)Service.Time.GetElapsedTime(startedAt).TotalSeconds));
        }

        return output;
    }

    /// <summary>The request with its files: a result that cannot be fetched is a request that came to nothing.</summary>
    private sealed class FalRequestWithFiles(FalRequest request, FalHandler handler, JsonElement input, IJobContext context) : IRemoteRequest<JsonNode>
    {
        public Task<string> Make(OpenRequest note, CancellationToken cancellationToken) => request.Make(note, cancellationToken);

        public Task<RemoteFinding> Find(OpenRequest note, CancellationToken cancellationToken) => request.Find(note, cancellationToken);

        public Task Cancel(string remoteId, CancellationToken cancellationToken) => request.Cancel(remoteId, cancellationToken);

        public async Task<JsonNode> Watch(string remoteId, CancellationToken cancellationToken)
        {
            var answer = await request.Watch(remoteId, cancellationToken);
            if (answer.Items("has_nsfw_concepts").ToList() is { Count: > 0 } flags && flags.All(flag => flag.ValueKind == JsonValueKind.True))
            {
                throw ServiceFault.Over(JobFailure.Blocked, $"The safety checker of '{handler.Service.Name}' blacked every picture out.");
            }

            return await handler._files.Output(answer, handler.Type, input, context, cancellationToken);
        }
    }
}
