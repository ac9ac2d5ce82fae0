using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Moderation;

/// <summary>Who looks at the texts of jobs before they run. With neither rules nor a moderator nobody does.</summary>
internal sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>A file of rules, as docs/guides/moderation.md describes it. Read at start.</summary>
    public string? RulesFile { get; set; }

    /// <summary>Where an external moderator is asked, after the rules had nothing against it.</summary>
    public Uri? Url { get; set; }

    /// <summary>A file whose first line the external moderator gets as bearer token.</summary>
    public string? TokenFile { get; set; }

    /// <summary>How long the external moderator may take for one answer. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What becomes of jobs while the external moderator does not answer: true runs them unseen after three tries; false lets them wait until it answers or their
    /// step's time is up. Default: false.
    /// </summary>
    public bool FailOpen { get; set; }
}

[OptionsValidator]
internal sealed partial class ModerationRangesValidator : IValidateOptions<ModerationOptions>;
