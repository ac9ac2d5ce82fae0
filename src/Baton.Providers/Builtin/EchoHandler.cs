using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Builtin;

/// <summary>Returns the message. Touches neither disk nor clock, so that it measures the engine and not itself.</summary>
internal sealed class EchoHandler() : JobHandler<EchoInput, EchoOutput>("echo", BatonJson.Default.EchoInput, BatonJson.Default.EchoOutput)
{
    protected override Task<EchoOutput> Run(EchoInput input, IJobContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new EchoOutput { Message = input.Message });
}
