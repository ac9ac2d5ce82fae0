using Microsoft.Extensions.Options;

namespace Baton.Providers.Adapters;

/// <summary>Refuses providers that could not work, at start and all at once, in words that name the setting.</summary>
/// <param name="publicUrl">Under which URL the operator says this server is reached; null when nothing is said.</param>
internal sealed class ProviderOptionsValidator(string? publicUrl) : IValidateOptions<ProviderOptions>
{
    private static readonly ProviderSettingsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        var faults = options.Named.SelectMany(one => FaultsOf(one.Key, one.Value)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> FaultsOf(string name, ProviderSettings settings)
    {
        var place = $"{ProviderOptions.Section}__{name}";
        if ((settings.Kind is not null && ProviderServices.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) || name.Length > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            yield return $"{place}: a provider's name has up to 64 letters, digits, '-', '_' and '.', and is none of {string.Join(", ", ProviderServices.Names)}.";
        }

        foreach (var fault in Ranges.Validate(name, settings).Failures ?? [])
        {
            yield return $"{place}__{fault}";
        }

        if (settings.Kind is not { } kind)
        {
            if (!settings.IsTermsOnly)
            {
                yield return $"{place}__Kind is missing; it is one of {string.Join(", ", Enum.GetNames<ProviderKind>())}. Without it there may only be Preference, SpillAfter and PricePerJob.";
            }

            yield break;
        }

        if (settings.InputsBy == InputsBy.Url && WhyNoUrl(kind) is { } reason)
        {
            yield return $"{place}__InputsBy is Url, {reason}.";
        }

        foreach (var fault in FaultsOf(place, kind, settings))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(string place, ProviderKind kind, ProviderSettings settings)
    {
        if (settings.Url is { } url && !(url is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            yield return $"{place}__Url is no absolute http or https URL without a user, a query or a fragment.";
        }

        if (settings is { Key: not null, KeyFile: not null })
        {
            yield return $"{place} has both Key and KeyFile; one of them is enough.";
        }

        if (ProviderKey.WhyUnreadable(settings) is { } why)
        {
            yield return $"{place}__KeyFile cannot be read: {why}";
        }

        if (ProviderKinds.NeedsKey(kind, settings) && ProviderKey.Read(settings) is null)
        {
            yield return $"{place} needs a key: set {place}__Key or {place}__KeyFile.";
        }

        if (kind is ProviderKind.Fal or ProviderKind.Replicate && settings.Models.Keys.Where(IsNoVariant).ToList() is var odd && (odd.Count > 0 || settings.Models.Count == 0))
        {
            yield return $"{place}__Models names what runs which input, such as imageGen/flux2/pro; {(odd.Count > 0 ? $"'{odd[0]}' is no such name" : "it names none")}.";
        }

        foreach (var type in settings.Types.Where(type => !ProviderKinds.TypesOf(kind).Contains(type, StringComparer.Ordinal)))
        {
            yield return $"{place}__Types: {kind} cannot do '{type}'; it can do {string.Join(", ", ProviderKinds.TypesOf(kind))}.";
        }
    }

    private string? WhyNoUrl(ProviderKind kind) =>
        kind is ProviderKind.ComfyUi or ProviderKind.A1111 ? $"and {kind} takes inputs by upload alone"
        : publicUrl is null ? "which needs Blobs__PublicUrl: the URL under which the service reaches this server"
        : null;

    private static bool IsNoVariant(string name) => name.Split('/') is not ["imageGen" or "videoGen", { Length: > 0 }, ..];
}

[OptionsValidator]
internal sealed partial class ProviderSettingsRanges : IValidateOptions<ProviderSettings>;
