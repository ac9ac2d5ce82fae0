using Microsoft.Extensions.Options;

namespace Baton.Moderation;

/// <summary>Who moderates the jobs of this server.</summary>
internal sealed class JobModerators : IDisposable
{
    private readonly HttpModerator? _external;

    public JobModerators(IOptions<ModerationOptions> options)
    {
        var settings = options.Value;
        FailOpen = settings.FailOpen;
        _external = settings.Url is { } url
            ? new HttpModerator(url, settings.TokenFile is { } token ? ModerationServices.TokenIn(token) : null, settings.Timeout)
            : null;
        Rules = settings.RulesFile is { } file ? RulesFile.Read(file) : null;
        First = Rules is null ? _external : new RulesModerator(Rules, _external);
    }

    public ModerationRules? Rules { get; }

    /// <summary>Who is asked first, and asks on; null when nobody moderates.</summary>
    public IModerator? First { get; }

    public bool FailOpen { get; }

    public void Dispose() => _external?.Dispose();
}
