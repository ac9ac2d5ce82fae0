namespace Baton.Tests.Providers.Adapters;

/// <summary>Adapter × fault → what the caller sees, and how often it was paid for.</summary>
internal static class AdapterMatrix
{
    private static readonly string[] Pictures = ["openai", "comfy", "a1111", "fal", "replicate"];
    private static readonly string[] ByUrl = ["openai", "comfy", "fal", "replicate"];
    private static readonly string[] Lost = ["lost", "gateway"];
    private static readonly string[] Queues = ["comfy", "fal", "replicate"];

    public static readonly IReadOnlyList<AdapterCase> Cases =
    [
        // Nothing is wrong.
        .. AdapterInputs.Adapters.Select(adapter => new AdapterCase(adapter, "fine", "succeeded", 1)),

        // 429 with Retry-After: it waits and comes again, and nobody sees it.
        .. AdapterInputs.Adapters.Select(adapter => new AdapterCase(adapter, "busy", "succeeded", 1)),

        // 500 once: the same.
        .. AdapterInputs.Adapters.Select(adapter => new AdapterCase(adapter, "broken", "succeeded", 1)),

        // 4xx: this provider's no, with its words. Fal takes everything and says no with the result.
        .. AdapterInputs.Adapters.Select(adapter => new AdapterCase(adapter, "refused", "failed", adapter == "fal" ? 1 : 0) { Reason = "no_provider_available", Says = "refused it" }),

        // Moderation of the service. A1111 and ComfyUI have none.
        .. ((string[])["chat", "openai", "fal", "replicate"]).Select(adapter =>
            new AdapterCase(adapter, "unsafe", "failed", adapter is "fal" or "replicate" ? 1 : 0) { Reason = "blocked", Says = "The moderation of" }),

        // A key that is not taken is the operator's to mend.
        .. AdapterInputs.Adapters.Select(adapter => new AdapterCase(adapter, "key", "failed", 0) { Says = "does not take its key (401)" }),

        // Half a file is noticed, and the only remedy is to make it again.
        .. AdapterInputs.Adapters.Where(adapter => adapter != "chat").Select(adapter => new AdapterCase(adapter, "half", "succeeded", 2)),

        // A chat that breaks off may have been paid for; it is asked again, as the provider's setting has it.
        new AdapterCase("chat", "half", "succeeded", 2),

        // Something that is no picture, again and again.
        .. Pictures.Select(adapter => new AdapterCase(adapter, "html", "failed", 2) { Says = "where a picture was expected" }),
        new AdapterCase("chat", "html", "failed", 2) { Says = "no JSON" },

        // The URL of the result has ended before the result was fetched.
        .. ByUrl.Select(adapter => new AdapterCase(adapter, "expired", "succeeded", 2)),

        // A result that would have this server call its own network.
        .. ((string[])["openai", "fal", "replicate"]).Select(adapter => new AdapterCase(adapter, "private", "failed", 2) { Says = "only https URLs are called" }),

        // The result is there and cannot be had for a while: it is paid for, so it is asked for again and not made anew.
        .. Queues.Select(adapter => new AdapterCase(adapter, "flaky", "succeeded", 1)),

        // The request was taken, and its answer was lost with the connection, or at a gateway. ComfyUI and Replicate can be asked, and nothing is made twice. What answers in the connection that asked is asked again,
        // as the provider's setting has it. Fal can neither be asked nor told by a name of ours, so it is not made again.
        .. Lost.SelectMany(fault => ((string[])["comfy", "replicate"]).Select(adapter => new AdapterCase(adapter, fault, "succeeded", 1))),
        .. Lost.SelectMany(fault => ((string[])["chat", "openai", "a1111"]).Select(adapter => new AdapterCase(adapter, fault, "succeeded", 2))),
        .. Lost.Select(fault => new AdapterCase("fal", fault, "failed", 1) { Reason = "no_provider_available", Says = "so it is not made again, lest it be charged twice. The input is not at fault" }),

        // The service was restarted in the midst of the job and knows nothing of it.
        .. Queues.Select(adapter => new AdapterCase(adapter, "forgets", "succeeded", 2)),
    ];
}

/// <summary>One cell of the matrix.</summary>
/// <param name="Made">How often the service did the work, and so would have charged for it.</param>
internal sealed record AdapterCase(string Adapter, string Fault, string Status, int Made)
{
    public string? Reason { get; init; }

    /// <summary>Part of what the caller reads.</summary>
    public string? Says { get; init; }
}
