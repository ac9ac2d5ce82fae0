namespace Baton.Callbacks;

/// <summary>The URL of an endpoint: called letter by letter as it was given, and shown without its query, which carries secrets.</summary>
internal static class CallbackUrl
{
    /// <summary>
    /// For calling. The framework would decode and escape some of the path and the query on its own, and a signature in them would break. What is no legal
    /// URL as it stands is escaped all the same.
    /// </summary>
    public static Uri Parse(string url)
    {
        var sent = url.Split('#', 2)[0];
        var isLegal = !sent.AsSpan().ContainsAnyExceptInRange('!', '~') && !sent.Contains('\\', StringComparison.Ordinal);
        return isLegal
            ? new Uri(WithPath(sent), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
            : new Uri(sent);
    }

    /// <summary>For showing.</summary>
    public static string NameOf(Uri url) => $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";

    /// <summary>A request always has a path, if only a slash.</summary>
    private static string WithPath(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(authority).IndexOfAny('/', '?');
        return end < 0 ? url + "/" : url[authority + end] == '?' ? url.Insert(authority + end, "/") : url;
    }
}
