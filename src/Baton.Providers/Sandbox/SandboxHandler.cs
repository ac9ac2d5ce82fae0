using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>
/// One step type of a stand-in. What happens to a job is drawn, or wished for by the caller; then:
/// <list type="number">
/// <item>a word that is refused blocks the job at once;</item>
/// <item>the work takes its time;</item>
/// <item>it goes wrong, when that is its fate;</item>
/// <item>the result is made, and takes its time to arrive.</item>
/// </list>
/// </summary>
internal sealed class SandboxHandler(string type, SandboxProvider provider, bool allowsFates, SandboxStudio studio, TimeProvider time) : IJobHandler
{
    /// <summary>The share of a job that is done when its work is, and the result is still to come.</summary>
    private const double WorkDone = 0.9;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    public string Type => type;

    public JsonElement? Accepts { get; } = provider.Engines.IsEmpty || !SandboxEngines.Types.Contains(type) ? null : EnginesOnly(provider);

    public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var request = SandboxRequest.Read(type, input, context.JobId);
        if (provider.Temper.RefusedWordIn(request.Prompt) is { } word)
        {
            throw new JobFailedException(JobFailure.Blocked, $"The sandbox provider '{provider.Name}' refuses prompts with '{word}'.");
        }

        var wish = allowsFates ? FateWish.For(context, provider.Name) : null;
        var drawn = provider.Temper.Draw(provider.Name, $"{request.Prompt}\n{request.Seed.ToString(CultureInfo.InvariantCulture)}", context.Attempt);
        await Work(wish?.Latency ?? drawn.Latency, context, cancellationToken);
        await Meet(wish?.Fate ?? drawn.Fate, cancellationToken);
        return await studio.Make(request, provider, context, cancellationToken);
    }

    private async Task Meet(Fate fate, CancellationToken cancellationToken)
    {
        switch (fate)
        {
            case Fate.Success:
                break;
            case Fate.Transient:
                throw new JobFailedException(JobFailure.Transient, $"The sandbox provider '{provider.Name}' is out of order for the moment, as it was told to be.");
            case Fate.Rejected:
                throw new JobFailedException(JobFailure.Rejected, $"The sandbox provider '{provider.Name}' does not do this, as it was told.");
            case Fate.Blocked:
                throw new JobFailedException(JobFailure.Blocked, $"The sandbox provider '{provider.Name}' withholds this, as it was told.");
            case Fate.Invalid:
                throw new JobFailedException(JobFailure.Invalid, $"The sandbox provider '{provider.Name}' finds this input bad, as it was told.");
            case Fate.Crash:
                throw new JobAbandonedException();
            case Fate.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
        }
    }

    /// <summary>Takes its time, and says how far it is.</summary>
    private async Task Work(TimeSpan duration, IJobContext context, CancellationToken cancellationToken)
    {
        for (var left = duration; left > TimeSpan.Zero; left -= ReportInterval)
        {
            await Task.Delay(left < ReportInterval ? left : ReportInterval, time, cancellationToken);
            context.Report(WorkDone * Math.Clamp(1 - ((left - ReportInterval) / duration), 0, 1));
        }
    }

    private static JsonElement EnginesOnly(SandboxProvider provider)
    {
        var schema = new JsonObject
        {
            ["properties"] = new JsonObject { ["engine"] = new JsonObject { ["enum"] = new JsonArray([.. provider.Engines.Select(engine => (JsonNode)engine)]) } },
            ["required"] = new JsonArray("engine"),
        };
        return JsonSerializer.SerializeToElement(schema, AdapterJson.Default.JsonNode);
    }
}
