using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>Runs jobs of one step type at one service. What goes wrong there is told as whose fault it is.</summary>
internal abstract class AdapterHandler(RemoteService service, string type) : IJobHandler
{
    public string Type => type;

    public virtual JsonElement? Accepts => null;

    protected RemoteService Service => service;

    public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (context.Requests.Open is null)
            {
                await service.Reach(cancellationToken);
            }

            var output = await Work(input, context, cancellationToken);
            return JsonSerializer.SerializeToElement(output, AdapterJson.Default.JsonNode);
        }
        catch (ServiceFault fault)
        {
            throw fault.ToFailure();
        }
    }

    /// <summary>Does the job and returns the output of its step. Throws <see cref="ServiceFault"/> or <see cref="JobFailedException"/>.</summary>
    protected abstract Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken);
}
