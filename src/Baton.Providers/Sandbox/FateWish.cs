using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Sandbox;

/// <summary>What a caller asks to happen, by <c>metadata.sandbox</c> of the step or else of the workflow.</summary>
/// <param name="Times">How many attempts meet it, from the first; null: all.</param>
/// <param name="Provider">Whose attempts; null: everybody's.</param>
/// <param name="Latency">How long they take; null: as the provider's temper has it.</param>
internal sealed record FateWish(Fate Fate, int? Times, string? Provider, TimeSpan? Latency)
{
    private static readonly string Fates = string.Join(", ", Enum.GetNames<Fate>().Select(name => name.ToLowerInvariant()));

    /// <summary>The wish for this attempt; null when there is none.</summary>
    public static FateWish? For(IJobContext context, string provider) =>
        (Read(context.Metadata) ?? Read(context.WorkflowMetadata)) is { } wish
            && (wish.Times is null || context.Attempt <= wish.Times) && (wish.Provider is null || wish.Provider == provider)
            ? wish
            : null;

    private static FateWish? Read(JsonElement? metadata)
    {
        if (metadata?.Member("sandbox") is not { } asked)
        {
            return null;
        }

        if (asked.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("", asked, "an object with fate, times, provider or latency");
        }

        var wish = new FateWish(Fate.Success, null, null, null);
        foreach (var member in asked.EnumerateObject())
        {
            wish = With(wish, member.Name, member.Value);
        }

        return wish;
    }

    private static FateWish With(FateWish wish, string member, JsonElement value) => member switch
    {
        "fate" => wish with { Fate = value.ValueKind == JsonValueKind.String && Enum.TryParse<Fate>(value.GetString(), ignoreCase: true, out var fate) && Enum.IsDefined(fate) ? fate : throw Wrong(".fate", value, Fates) },
        "times" => wish with { Times = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var times) && times >= 0 ? times : throw Wrong(".times", value, "a whole number") },
        "provider" => wish with { Provider = value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(".provider", value, "a provider's name") },
        "latency" => wish with { Latency = Duration(value) },
        _ => throw Wrong($".{member}", value, "fate, times, provider and latency beside it, and nothing else"),
    };

    private static TimeSpan Duration(JsonElement value)
    {
        try
        {
            return LatencyText.Duration(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (FormatException)
        {
            throw Wrong(".latency", value, "a duration such as 200ms, 5s or 2m");
        }
    }

    /// <summary>Told, not ignored: who writes a test would wait in vain for a fate that is misspelt.</summary>
    private static JobFailedException Wrong(string member, JsonElement value, string allowed)
    {
        var shown = value.GetRawText();
        return new JobFailedException(JobFailure.Invalid, $"metadata.sandbox{Short(member)}: {Short(shown)} is not valid. Allowed: {allowed}.");
    }

    private static string Short(string text) => text.Length > 64 ? text[..64] + "…" : text;
}
