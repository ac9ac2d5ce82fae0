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
    private static readonly string Known = string.Join(", ", Enum.GetNames<Fate>().Select(name => name.ToLowerInvariant()));

    /// <summary>The wish for this attempt; null when there is none.</summary>
    public static FateWish? For(IJobContext context, string provider) =>
        (Read(context.Metadata) ?? Read(context.WorkflowMetadata)) is { } wish
            && (wish.Times is null || context.Attempt <= wish.Times) && (wish.Provider is null || wish.Provider == provider)
            ? wish
            : null;

    private static FateWish? Read(JsonElement? metadata)
    {
        if (Member(metadata, "sandbox") is not { } wish)
        {
            return null;
        }

        var fate = Member(wish, "fate") is not { } named ? Fate.Success
            : named.ValueKind == JsonValueKind.String && Enum.TryParse<Fate>(named.GetString(), ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
            : throw Wrong("fate", named, Known);
        int? times = Member(wish, "times") is not { } count ? null
            : count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var whole) && whole >= 0 ? whole
            : throw Wrong("times", count, "a whole number");
        var provider = Member(wish, "provider") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;
        return new FateWish(fate, times, provider, Member(wish, "latency") is { } latency ? Duration(latency) : null);
    }

    private static TimeSpan Duration(JsonElement latency)
    {
        try
        {
            return LatencyText.Duration(latency.ValueKind == JsonValueKind.String ? latency.GetString()! : latency.GetRawText());
        }
        catch (FormatException)
        {
            throw Wrong("latency", latency, "a duration such as 200ms, 5s or 2m");
        }
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>Told, not ignored: who writes a test would wait in vain for a fate that is misspelt.</summary>
    private static JobFailedException Wrong(string member, JsonElement value, string allowed)
    {
        var shown = value.GetRawText();
        return new JobFailedException(JobFailure.Invalid, $"metadata.sandbox.{member}: {(shown.Length > 64 ? shown[..64] + "…" : shown)} is not valid. Allowed: {allowed}.");
    }
}
