using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Client.Workers;

/// <summary>A handler with typed input and output.</summary>
public abstract class JobHandler<TInput, TOutput>(string type, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType) : IJobHandler
{
    public string Type => type;

    public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var output = await Run(input.Deserialize(inputType)!, context, cancellationToken);
        return JsonSerializer.SerializeToElement(output, outputType);
    }

    protected abstract Task<TOutput> Run(TInput input, IJobContext context, CancellationToken cancellationToken);
}
