using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Client.Workers;

/// <summary>Handlers from functions.</summary>
public static class JobHandlers
{
    public static IJobHandler Create(string type, Func<JsonElement, IJobContext, CancellationToken, Task<JsonElement>> run) => new JsonFunction(type, run);

    public static IJobHandler Create<TInput, TOutput>(
        string type, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType, Func<TInput, IJobContext, CancellationToken, Task<TOutput>> run) =>
        new TypedFunction<TInput, TOutput>(type, inputType, outputType, run);

    private sealed class JsonFunction(string type, Func<JsonElement, IJobContext, CancellationToken, Task<JsonElement>> run) : IJobHandler
    {
        public string Type => type;

        public Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken) => run(input, context, cancellationToken);
    }

    private sealed class TypedFunction<TInput, TOutput>(
        string type, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType, Func<TInput, IJobContext, CancellationToken, Task<TOutput>> run)
        : JobHandler<TInput, TOutput>(type, inputType, outputType)
    {
        protected override Task<TOutput> Run(TInput input, IJobContext context, CancellationToken cancellationToken) => run(input, context, cancellationToken);
    }
}
