using System.Text.RegularExpressions;

namespace Baton.Redaction;

/// <summary>Takes what looks like a secret out of text that came from outside and goes to callers or logs.</summary>
public static partial class SecretText
{
    private const string Hidden = "[hidden]";
    private const int LengthMax = 2000;

    /// <summary>
    /// The text without queries and credentials of URLs, tokens of authorization headers, values of members called key, token, secret, password or signature, and long
    /// runs of letters and digits that nobody would write as words.
    /// </summary>
    public static string Clean(string text)
    {
        var cut = text.Length > LengthMax ? text[..LengthMax] + "…" : text;
        cut = UrlCredentials().Replace(cut, "$1" + Hidden + "@");
        cut = UrlQuery().Replace(cut, "$1?" + Hidden);
        cut = Authorization().Replace(cut, "$1 " + Hidden);
        cut = NamedValue().Replace(cut, "$1$2" + Hidden);
        return LongRun().Replace(cut, run => LooksMade(run.ValueSpan) ? Hidden : run.Value);
    }

    /// <summary>Ids of Baton itself are long too; they are no secrets and help.</summary>
    private static bool LooksMade(ReadOnlySpan<char> run) =>
        !run.StartsWith("wf_") && !run.StartsWith("job_") && !run.StartsWith("blob_") && !run.StartsWith("wrk_")
        && run.ContainsAnyInRange('0', '9') && (run.ContainsAnyInRange('a', 'z') || run.ContainsAnyInRange('A', 'Z'));

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,20}://)[^/\s@""'<>]{1,500}@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex UrlCredentials();

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,20}://[^\s?""'<>]+)\?[^\s""'<>]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex UrlQuery();

    [GeneratedRegex(@"\b(Bearer|Basic|Token)\s+[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"\b([A-Za-z0-9_-]*(?:key|token|secret|password|passwd|signature))([""']?\s*[:=]\s*[""']?)[^\s""',;&}]{4,}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"[A-Za-z0-9_\-+/=]{32,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongRun();
}
