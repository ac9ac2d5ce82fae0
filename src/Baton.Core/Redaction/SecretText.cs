using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Redaction;

/// <summary>Takes what looks like a secret out of text that came from outside and goes to callers or logs.</summary>
public static partial class SecretText
{
    private const string Hidden = "[hidden]";
    private const int LengthMax = 2000;

    /// <summary>A shorter part between two slashes tells nothing.</summary>
    private const int PartMin = 8;

    /// <summary>
    /// The text without queries and credentials of URLs, tokens of authorization headers, values of members called key, token, secret, password or signature, keys with
    /// the prefixes that providers give theirs, and long runs of letters and digits that nobody would write as words.
    /// </summary>
    public static string Clean(string text)
    {
        var cut = text.Length > LengthMax ? text[..LengthMax] + "…" : text;
        cut = UrlCredentials().Replace(cut, "$1" + Hidden + "@");
        cut = UrlQuery().Replace(cut, "$1?" + Hidden);
        cut = Authorization().Replace(cut, "$1 " + Hidden);
        cut = NamedValue().Replace(cut, "$1$2" + Hidden);
        cut = KeyOfAProvider().Replace(cut, key => LooksMade(key.ValueSpan) ? Hidden : key.Value);
        return LongRun().Replace(cut, run => LooksMade(run.ValueSpan) ? Hidden : run.Value);
    }

    /// <summary>What a fault in the program says, with where it was: messages cleaned, as they may repeat what a provider said.</summary>
    public static string Clean(Exception fault)
    {
        var text = new StringBuilder();
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " <- ").Append(cause.GetType().FullName).Append(": ").Append(Clean(cause.Message)).AppendLine().Append(cause.StackTrace);
        }

        return text.ToString();
    }

    /// <summary>Ids of Baton itself are long too; they are no secrets and help. So do paths, whose parts are words.</summary>
    private static bool LooksMade(ReadOnlySpan<char> run)
    {
        foreach (var part in run.Split('/'))
        {
            if (IsMade(run[part], isWhole: part.Start.Value == 0 && part.End.Value == run.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMade(ReadOnlySpan<char> part, bool isWhole) => isWhole ? IsMade(part) : part.Length >= PartMin && IsMade(part) && part.ContainsAnyInRange('a', 'z') && part.ContainsAnyInRange('A', 'Z');

    private static bool IsMade(ReadOnlySpan<char> run) =>
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

    [GeneratedRegex(@"\b(?:sk|pk|rk|hf|r8|fal|ghp|gho|glpat|xox[a-z])[-_][A-Za-z0-9_-]{6,}|\bAKIA[0-9A-Z]{12,}|\bAIza[A-Za-z0-9_-]{20,}", RegexOptions.NonBacktracking)]
    private static partial Regex KeyOfAProvider();

    [GeneratedRegex(@"[A-Za-z0-9_\-+/=]{32,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongRun();
}
