using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Baton.Providers.Adapters;

/// <summary>
/// Services outside that run jobs for this server, each under a name of your own; docs/guides/providers.md shows one of every kind. Under the name of a pool of workers, or of a provider that comes with
/// Baton, there may be what it costs and how it is preferred. None by default.
/// </summary>
internal sealed class ProviderOptions
{
    public const string Section = "Providers";

    /// <summary>Stands for a name of the operator's own; the section itself holds the providers.</summary>
    [ConfigurationKeyName("NAME")]
    public Dictionary<string, ProviderSettings> Named { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the section. Names of models may have colons, which a configuration takes for deeper levels; so all that lies below is read, each with its whole name.</summary>
    public void Read(IConfigurationSection section)
    {
        section.Bind(Named);
        foreach (var (name, settings) in Named)
        {
            settings.Models.Clear();
            foreach (var (model, theirs) in section.GetSection($"{name}:{nameof(ProviderSettings.Models)}").AsEnumerable(makePathsRelative: true))
            {
                if (theirs is not null && model.Length > 0)
                {
                    settings.Models[model] = theirs;
                }
            }
        }
    }
}

/// <summary>One service outside: where it is, what it may do, what it costs and whether others are preferred.</summary>
internal sealed class ProviderSettings
{
    /// <summary>Which protocol it speaks. Required, but for a provider that is no service outside.</summary>
    public ProviderKind? Kind { get; set; }

    /// <summary>Where it is; may be in a private network. Default: the public address of the kind, or where such a server listens on this machine.</summary>
    public Uri? Url { get; set; }

    /// <summary>The key that the service asks for. Default: none.</summary>
    public string? Key { get; set; }

    /// <summary>A file whose first line is the key. Default: none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>How many jobs it gets at a time. Default: 2.</summary>
    [Range(1, 1024)]
    public int Slots { get; set; } = 2;

    /// <summary>The step types it gets. Default: all that the kind can do, and of OpenAi only chatCompletion.</summary>
    public List<string> Types { get; } = [];

    /// <summary>What callers name → what the service calls it: models, checkpoints, apps. The guide says for each kind what is named how. Default: none.</summary>
    public Dictionary<string, string> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Members of inputs → what hosted models call them, where they call them otherwise than docs/guides/providers.md says; empty leaves a member out. Default: none.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>How long one job may take there. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long it may take to be reached: to connect, and to give a sign of life before it gets a job, when none of it was seen for a second. Default: three quarters of a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ReachTimeout { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>How long one call may take to begin its answer, where the call itself does no work. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a job under way is looked at. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest result, in bytes. Default: 512 MiB.</summary>
    [Range(1024L, 1L << 40)]
    public long ResultBytesMax { get; set; } = 512L << 20;

    /// <summary>
    /// How blobs reach it as inputs, of the kinds Fal and Replicate and in chats of OpenAi: Data is in the request, or uploaded to the service; Url is by a signed URL of this server that the service
    /// fetches, which needs Blobs__PublicUrl. When nothing is said, it is Data, and Url for what is too long for that. Default: none.
    /// </summary>
    public InputsBy? InputsBy { get; set; }

    /// <summary>What to do about a request whose answer a crash has lost and that the service cannot be asked about. Default: Refuse for Fal, Repeat for the others.</summary>
    public LostRequest? WhenLost { get; set; }

    /// <summary>Providers with a higher number are asked first, for as long as SpillAfter of the others says; one without a number has 0. Default: none.</summary>
    [Range(-1000, 1000)]
    public int? Preference { get; set; }

    /// <summary>How long a job waits for providers with a higher Preference, though they are all busy, before this one may have it. At once when none of them is there. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SpillAfter { get; set; } = ProviderTerms.Plain.SpillAfter;

    /// <summary>US dollars for each job. Default: none.</summary>
    public decimal? PricePerJob { get; set; }

    /// <summary>US dollars for each second that the service says it worked. Default: none.</summary>
    public decimal? PricePerSecond { get; set; }

    /// <summary>US dollars for a million tokens of the input. Default: none.</summary>
    public decimal? PricePerMillionInputTokens { get; set; }

    /// <summary>US dollars for a million tokens of the answer. Default: none.</summary>
    public decimal? PricePerMillionOutputTokens { get; set; }

    /// <summary>True when it says something that holds whoever the provider is, and nothing of a service outside.</summary>
    internal bool IsTermsOnly => this is
    {
        Kind: null, Url: null, Key: null, KeyFile: null, Types: [], Models.Count: 0, Fields.Count: 0, InputsBy: null, WhenLost: null,
        PricePerSecond: null, PricePerMillionInputTokens: null, PricePerMillionOutputTokens: null,
    } && (Preference is not null || ToTerms() != ProviderTerms.Plain);

    /// <summary>What of this holds whoever the provider is.</summary>
    public ProviderTerms ToTerms() => new()
    {
        Preference = Preference ?? ProviderTerms.Plain.Preference,
        SpillAfter = SpillAfter,
        Price = this is { PricePerJob: null, PricePerSecond: null, PricePerMillionInputTokens: null, PricePerMillionOutputTokens: null }
            ? null
            : new ProviderPrice(PricePerJob, PricePerSecond, PricePerMillionInputTokens, PricePerMillionOutputTokens),
    };
}
