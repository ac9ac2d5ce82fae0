using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Baton.Bench;

/// <summary>
/// What it costs a caller that the preferred service of two has died since the last job: one that refuses connections, and one that takes them and says nothing. The services are small servers in
/// this process; each case has a server of its own, and its preferred service has answered a job before it dies.
/// </summary>
internal sealed class FailoverRun
{
    private const string Path = "/v2/consumer/recipes/chatCompletion";
    private const string Body = """{ "model": "m", "messages": [{ "role": "user", "content": "Anybody there?" }] }""";

    /// <summary>Longer than an answer counts as a sign of life.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancellationToken)
    {
        Console.WriteLine("preferred service      first caller   next caller   jobs sent to it");
        Say("there", await Measure(null, cancellationToken));
        Say("refuses connections", await Measure(service => service.Stop(), cancellationToken));
        Say("hangs", await Measure(service => service.Hang(), cancellationToken));
    }

    private static async Task<(TimeSpan First, TimeSpan Next, int Sent)> Measure(Func<ChatService, Task>? die, CancellationToken cancellationToken)
    {
        await using var preferred = await ChatService.Start(cancellationToken);
        await using var other = await ChatService.Start(cancellationToken);
        await using var server = await ServerProcess.Start(cancellationToken, new Dictionary<string, string>
        {
            ["Providers__preferred__Kind"] = "OpenAi",
            ["Providers__preferred__Url"] = preferred.Url,
            ["Providers__preferred__Preference"] = "1",
            ["Providers__other__Kind"] = "OpenAi",
            ["Providers__other__Url"] = other.Url,
        });
        using var caller = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        for (var warm = 0; warm < 20; warm++)
        {
            await Ask(caller, cancellationToken);
        }

        await Task.Delay(Quiet, TimeProvider.System, cancellationToken);
        await (die?.Invoke(preferred) ?? Task.CompletedTask);
        var before = preferred.Asked;
        var first = await Ask(caller, cancellationToken);
        return (first, await Ask(caller, cancellationToken), preferred.Asked - before);
    }

    private static async Task<TimeSpan> Ask(HttpClient caller, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var body = new StringContent(Body, Encoding.UTF8, "application/json");
        using var answer = await caller.PostAsync(new Uri(Path, UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    private static void Say(string name, (TimeSpan First, TimeSpan Next, int Sent) run) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-20} {run.First.TotalMilliseconds,11:N0} ms {run.Next.TotalMilliseconds,10:N0} ms {run.Sent,17}"));
}
