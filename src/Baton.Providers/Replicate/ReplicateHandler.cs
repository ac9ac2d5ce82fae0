using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Replicate;

/// <summary>imageGen and videoGen by the models that the setting <c>Models</c> names, as OWNER/NAME or as a version.</summary>
internal sealed class ReplicateHandler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private readonly HostedResults _files = new(service, results);

    public override JsonElement? Accepts => HostedModels.Schema(Service.Settings, Type);

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var model = HostedModels.Find(Service.Settings, Type, input) ?? throw new JobFailedException(JobFailure.Rejected, "No model is named for this input.");
        var request = new ReplicateRequest(
            Service, model, () => new ReplicateBody(Service, context).Of(input, cancellationToken), (output, stop) => _files.Output(output, Type, input, context, stop), context);
        return ExternalWork.Run(context, Service, request, cancellationToken);
    }
}
