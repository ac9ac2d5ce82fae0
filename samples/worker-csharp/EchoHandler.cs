using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace WorkerSample;

/// <summary>Says what it is told, after a while.</summary>
internal sealed class EchoHandler(TimeSpan duration) : JobHandler<EchoInput, EchoOutput>("echo", BatonJson.Default.EchoInput, BatonJson.Default.EchoOutput)
{
    protected override async Task<EchoOutput> Run(EchoInput input, IJobContext context, CancellationToken cancellationToken)
    {
        await Work.For(duration, context, cancellationToken);
        return new EchoOutput { Message = input.Message };
    }
}
