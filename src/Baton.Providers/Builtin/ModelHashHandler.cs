using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Builtin;

/// <summary>Hashes a model file in one pass; models have many gigabytes and are read once.</summary>
internal sealed class ModelHashHandler()
    : JobHandler<ModelHashInput, ModelHashOutput>("modelHash", BatonJson.Default.ModelHashInput, BatonJson.Default.ModelHashOutput)
{
    private const int ChunkBytes = 1 << 20;

    protected override async Task<ModelHashOutput> Run(ModelHashInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(input.Model, cancellationToken);
        await using var stream = new FileStream(
            file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var hashes = new ModelHashes(stream.Length);
        var chunk = new byte[ChunkBytes];
        for (var done = 0L; await stream.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var read;)
        {
            hashes.Append(chunk.AsMemory(0, read));
            done += read;
            context.Report((double)done / stream.Length);
        }

        return hashes.Finish();
    }
}
