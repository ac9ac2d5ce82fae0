using Microsoft.Extensions.Options;

namespace Baton.Moderation;

/// <summary>Refuses rules that cannot be read and a moderator that cannot be asked, at start rather than at the first job.</summary>
internal sealed class ModerationOptionsValidator : IValidateOptions<ModerationOptions>
{
    private static readonly ModerationRangesValidator Ranges = new();

    public ValidateOptionsResult Validate(string? name, ModerationOptions options)
    {
        var faults = (Ranges.Validate(name, options).Failures ?? []).Concat(FaultsOf(options)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(ModerationOptions options)
    {
        if (options.RulesFile is { } rules && WhyUnreadable(() => RulesFile.Read(rules)) is { } why)
        {
            yield return $"Moderation:RulesFile: {why}";
        }

        if (options.TokenFile is { } token && WhyUnreadable(() => ModerationServices.TokenIn(token)) is { } whyNot)
        {
            yield return $"Moderation:TokenFile: {whyNot}";
        }

        if (options.Url is { } url && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            yield return $"Moderation:Url: '{url}' is not an absolute http or https URL.";
        }
    }

    private static string? WhyUnreadable<T>(Func<T> read)
    {
        try
        {
            _ = read();
            return null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
