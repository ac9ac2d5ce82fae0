using System.Net.Http.Headers;
using System.Text;

namespace Baton.Tests.Fuzzing;

/// <summary>Makes requests for an operation: with real and made-up ids, with good and bad parameters, bodies and headers.</summary>
internal sealed class FuzzedRequest(Random random, FuzzedJson json, IReadOnlyDictionary<string, string> realIds)
{
    private static readonly string[] Ids =
    [
        "wf_01ARZ3NDEKTSV4RRFFQ69G5FAV", "wf_", "0", "$0", "a%2Fb", "%2e%2e%2fx", "%00", "%F0%9F%98%80", "%ff", "x%20y", "..;", "~", "*", "'", "%25", "{id}", "wf_01ARZ3NDEKTSV4RRFFQ69G5FA%56",
    ];

    private static readonly string[] Values =
    [
        "", "0", "1", "-1", "99999999999999999999", "true", "yes", "NaN", "1e9", "2026-01-01T00:00:00Z", "never", "%00", "%ff", "a&b", "change", "completion", "%22", "%F0%9F%98%80", "[]",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-8", "text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "application/vnd.x+json", "image/png",
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Accept", "text/html"), ("Accept", "application/zip"), ("Accept", "*/*;q=0"), ("X-Request-Id", "a b"), ("X-Request-Id", "ok-1"), ("traceparent", "00-zz"), ("Idempotency-Key", "k"), ("Idempotency-Key", "a b"), ("Prefer", "return=representation"),
        ("Range", "bytes=9-1"), ("Range", "items=0-"), ("If-None-Match", "*"), ("If-Modified-Since", "never"), ("Content-Encoding", "gzip"), ("Expect", "x"), ("Origin", "null"), ("X-Forwarded-For", "::::"), ("Forwarded", "for=;;"),
    ];

    public HttpRequestMessage For(FuzzedOperation operation)
    {
        var path = string.Join('/', operation.Path.Split('/').Select(segment => segment.StartsWith('{') ? Id(segment.Trim('{', '}')) : segment));
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + Query(operation));
        if (operation.ContentType is { } type)
        {
            request.Content = new ByteArrayContent(Bytes(json.Make(operation.BodySchema)));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(random.Next(8) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : type);
        }

        while (random.Next(3) == 0)
        {
            var (name, value) = Headers[random.Next(Headers.Length)];
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private string Id(string name) => random.Next(3) > 0 && realIds.TryGetValue(name, out var real) ? real
        : random.Next(20) == 0 ? new string('a', 3000)
        : Ids[random.Next(Ids.Length)];

    private string Query(FuzzedOperation operation)
    {
        var query = new StringBuilder();
        foreach (var name in operation.QueryNames.Where(_ => random.Next(4) == 0))
        {
            // A wait would be waited for.
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(name == "wait" ? (random.Next(2) == 0 ? "0" : "x") : Values[random.Next(Values.Length)]);
        }

        return query.ToString();
    }

    private byte[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(15) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(0x80, 0x100);
        }

        return random.Next(40) == 0 ? [0xEF, 0xBB, 0xBF, .. bytes] : bytes;
    }
}
