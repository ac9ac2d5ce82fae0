using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Media;
using Baton.Redaction;

namespace Baton.Providers.Adapters;

/// <summary>
/// What the refusals of services mean, the same for all protocols: 4xx is this provider's no to these inputs, a word of safety is moderation's, 401, 402 and 403 are
/// the operator's to mend, 429 and 5xx pass. Words of the service are passed on, cleaned of what looks like a secret.
/// </summary>
internal static class ServiceAnswers
{
    private const int WordsMax = 500;

    /// <summary>What the path of a signed URL of this server has.</summary>
    private const string OwnContent = "/consumer/blobs/content/";

    /// <summary>Names under which services say that their moderation refused.</summary>
    private static readonly string[] SafetyNames =
        ["content_policy_violation", "moderation_blocked", "content_filter", "content_policy", "safety_violation", "image_generation_user_error", "nsfw", "flagged", "sensitive_content"];

    public static ServiceFault Refusal(string provider, int status, JsonElement? body, string text, TimeSpan? retryAfter, RequestFate fate)
    {
        var words = Words(body) ?? (text.Length == 0 ? "" : PublicWords.Of(SecretText.Clean(text)));
        var said = words.Length == 0 ? "" : $" It said: {words}";
        if (status is < 500 and not 401 && IsSafety(body))
        {
            return Make(JobFailure.Blocked, words.Length == 0 ? $"The moderation of '{provider}' refused it." : $"The moderation of '{provider}' refused it: {words}");
        }

        if (status is >= 400 and < 500 && IsUnfetched(body))
        {
            return Make(JobFailure.Transient, Unfetched(provider));
        }

        return status switch
        {
            401 => Make(JobFailure.Transient, $"'{provider}' does not take its key ({status}); the operator has to set another one in Providers__{provider}__Key or KeyFile."),
            402 => Make(JobFailure.Transient, $"'{provider}' has no credit left ({status}); the operator has to pay in.{said}"),
            403 => Make(JobFailure.Transient, $"'{provider}' does not permit it with its key ({status}); the operator has to look at what the key may do.{said}"),
            408 or 425 => Make(JobFailure.Transient, $"'{provider}' did not take the request in time ({status})."),
            429 => Make(JobFailure.Transient, $"'{provider}' has too much to do ({status}).{said}"),
            >= 500 => Make(JobFailure.Transient, $"'{provider}' is in trouble ({status}).{said}"),
            >= 400 => Make(JobFailure.Rejected, $"'{provider}' refused it ({status}).{said}"),
            _ => Make(JobFailure.Transient, $"'{provider}' answered {status}, which its protocol does not know; look whether its Url is right."),
        };

        ServiceFault Make(JobFailure kind, string message) => new(kind, message, fate) { RetryAfter = retryAfter, Status = status };
    }

    /// <summary>What a gateway says when it passed the request on and the service's answer did not come: the request may well be under way.</summary>
    public static bool IsLost(int status) => status is 504 or 520 or 524;

    /// <summary>Whether the service says that it could not fetch an input, of which it has no URLs but those of this server.</summary>
    public static bool IsUnfetched(JsonElement? body) => body is { } answer
        && (Names(answer, depth: 0).Contains("file_download_error", StringComparer.Ordinal) || Find(answer)?.Contains(OwnContent, StringComparison.Ordinal) == true);

    public static string Unfetched(string provider) =>
        $"'{provider}' could not fetch an input from this server; the operator has to look whether Blobs__PublicUrl can be reached from there, or set Providers__{provider}__InputsBy to Data.";

    /// <summary>The pause that an answer asks for, in seconds or as a date.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Whether the answer says that moderation refused, by a code, a type or a reason; words alone prove nothing.</summary>
    public static bool IsSafety(JsonElement? body) => body is { } answer && Names(answer, depth: 0).Any(name =>
        SafetyNames.Any(safety => name.Equals(safety, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What the service said for people, wherever its protocol has it.</summary>
    public static string? Words(JsonElement? body)
    {
        var words = body is { } answer ? Find(answer) : null;
        if (string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        words = SecretText.Clean(words.Trim().ReplaceLineEndings(" "));
        return words.Length > WordsMax ? words[..WordsMax] + "…" : words;
    }

    private static string? Find(JsonElement answer)
    {
        switch (answer.ValueKind)
        {
            case JsonValueKind.String:
                return answer.GetString();
            case JsonValueKind.Array:
                return string.Join(' ', answer.EnumerateArray().Take(3).Select(Find).OfType<string>());
            case JsonValueKind.Object:
                foreach (var name in (string[])["error", "message", "detail", "msg", "exception_message", "errors", "title"])
                {
                    if (answer.TryGetProperty(name, out var inside) && Find(inside) is { Length: > 0 } found)
                    {
                        return found;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static IEnumerable<string> Names(JsonElement element, int depth)
    {
        if (depth > 4)
        {
            return [];
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member switch
            {
                { Name: "code" or "type" or "reason" or "error_type" or "finish_reason", Value.ValueKind: JsonValueKind.String } => [member.Value.GetString()!],
                { Name: "reasons", Value.ValueKind: JsonValueKind.Array } => member.Value.GetArrayLength() > 0 ? ["flagged"] : [],
                { Value.ValueKind: JsonValueKind.Object or JsonValueKind.Array } => Names(member.Value, depth + 1),
                _ => Array.Empty<string>(),
            }),
            JsonValueKind.Array => element.EnumerateArray().Take(10).SelectMany(item => Names(item, depth + 1)),
            _ => [],
        };
    }
}
