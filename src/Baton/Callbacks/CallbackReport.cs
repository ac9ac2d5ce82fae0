using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts.Callbacks;
using Baton.Contracts.Json;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Callbacks;

/// <summary>Callbacks and their secrets as the terminal shows them.</summary>
internal static class CallbackReport
{
    private const int AttemptsShown = 10;

    public static void Parked(ParkedCallbackPage page, Terminal terminal)
    {
        if (ShowJson(page, BatonJson.Default.ParkedCallbackPage, terminal))
        {
            return;
        }

        if (page.Items.Count == 0)
        {
            terminal.Line("no parked callbacks");
            return;
        }

        terminal.Table(
            ["WORKFLOW", "SEQUENCE", "EVENT", "SINCE", "ENDPOINT"],
            [.. page.Items.Select(parked => Row(parked.WorkflowId, Number(parked.Sequence), parked.Event, Second(parked.At), parked.Url))]);
        if (page.Next is { } next)
        {
            terminal.Line($"[grey]more with[/] --cursor {Markup.Escape(next)}");
        }
    }

    public static void Log(CallbackEndpointList list, Terminal terminal)
    {
        if (ShowJson(list, BatonJson.Default.CallbackEndpointList, terminal))
        {
            return;
        }

        if (list.Items.Count == 0)
        {
            terminal.Line("no callbacks since the server started");
        }

        foreach (var endpoint in list.Items)
        {
            terminal.Line($"{Markup.Escape(endpoint.Url)}  {Number(endpoint.Delivered)} delivered, {Number(endpoint.Failed)} failed attempts");
            terminal.Table(["AT", "WORKFLOW", "EVENT", "ANSWER", "TOOK", "LAG", "ERROR"], [.. endpoint.Attempts.Take(AttemptsShown).Select(Row)]);
        }
    }

    public static void Replayed(CallbackReplay replay, Terminal terminal)
    {
        ShowJson(replay, BatonJson.Default.CallbackReplay, terminal);
        terminal.Line($"{Number(replay.Replayed)} events are being sent again");
    }

    public static void Secrets(CallbackSecretList list, Terminal terminal)
    {
        if (!ShowJson(list, BatonJson.Default.CallbackSecretList, terminal))
        {
            terminal.Table(["ID", "CREATED", "STATE"], [.. list.Items.Select(secret => Row(secret.Id, Second(secret.CreatedAt), Until(secret)))]);
        }
    }

    public static void Secret(CallbackSecret secret, Terminal terminal)
    {
        if (!ShowJson(secret, BatonJson.Default.CallbackSecret, terminal))
        {
            terminal.Line(Markup.Escape(secret.Secret ?? ""));
            terminal.ErrorText($"{secret.Id}, {Until(secret)}");
        }
    }

    public static void Deleted(string id, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(new JsonObject { ["id"] = id, ["deleted"] = true }.ToJsonString());
        }

        terminal.Line($"{Markup.Escape(id)} deleted");
    }

    private static bool ShowJson<T>(T value, JsonTypeInfo<T> type, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(value, type));
        }

        return terminal.Json;
    }

    private static IReadOnlyList<string> Row(CallbackAttempt attempt) => Row(
        Second(attempt.At),
        attempt.WorkflowId,
        attempt.Event,
        attempt.StatusCode is { } code ? Number(code) : "none",
        $"{Number(attempt.DurationMilliseconds)} ms",
        $"{Number(attempt.LagMilliseconds)} ms",
        attempt.Error ?? "");

    private static IReadOnlyList<string> Row(params IEnumerable<string> cells) => [.. cells.Select(Markup.Escape)];

    private static string Until(CallbackSecret secret) => secret.ExpiresAt is { } end ? $"ends {Second(end)}" : "in use";

    private static string Second(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
