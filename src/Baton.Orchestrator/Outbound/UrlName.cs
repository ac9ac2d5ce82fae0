namespace Baton.Outbound;

/// <summary>A URL as it may be shown and logged: without its query and its fragment, which carry secrets.</summary>
internal static class UrlName
{
    public static string Of(Uri url) => url.GetLeftPart(UriPartial.Path);
}
