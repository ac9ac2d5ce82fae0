using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts.Json;
using Baton.Contracts.Operators;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Operators;

/// <summary>Providers and workers as the terminal shows them.</summary>
internal static class OperatorReport
{
    private static readonly string[] ProviderHeadings = ["PROVIDER", "STATE", "SLOTS FREE", "WAITING", "DONE/MIN", "FAILED/MIN", "USUAL", "PREFERENCE", "PRICE", "TYPES", "WHY"];
    private static readonly string[] WorkerHeadings = ["WORKER", "PROVIDER", "NAME", "STATE", "JOBS", "DONE/MIN", "FAILED/MIN", "SEEN", "WHY"];

    public static void Providers(ProviderStatusList list, Terminal terminal)
    {
        if (!ShowJson(list, BatonJson.Default.ProviderStatusList, terminal))
        {
            terminal.Table(ProviderHeadings, [.. list.Items.Select(Row)]);
        }
    }

    public static void Provider(ProviderStatus provider, Terminal terminal)
    {
        if (!ShowJson(provider, BatonJson.Default.ProviderStatus, terminal))
        {
            terminal.Table(ProviderHeadings, [Row(provider)]);
        }
    }

    public static void Workers(WorkerStatusList list, Terminal terminal)
    {
        if (ShowJson(list, BatonJson.Default.WorkerStatusList, terminal))
        {
            return;
        }

        if (list.Items.Count == 0)
        {
            terminal.Line("no workers are registered; those inside the server are shown by baton providers");
            return;
        }

        terminal.Table(WorkerHeadings, [.. list.Items.Select(Row)]);
    }

    public static void Worker(WorkerStatus worker, Terminal terminal)
    {
        if (!ShowJson(worker, BatonJson.Default.WorkerStatus, terminal))
        {
            terminal.Table(WorkerHeadings, [Row(worker)]);
        }
    }

    private static IReadOnlyList<string> Row(ProviderStatus provider) => Cells(
        provider.Provider,
        provider.State,
        $"{Number(provider.FreeSlots)} of {Number(provider.Slots)}",
        Number(provider.WaitingJobs),
        Number(provider.LastMinute.Succeeded),
        Number(provider.LastMinute.Failed),
        provider.UsualSeconds is { } seconds ? Amounts.Seconds(TimeSpan.FromSeconds(seconds)) : "",
        provider.SpillAfterSeconds is { } wait ? $"{Number(provider.Preference)} after {Amounts.Seconds(TimeSpan.FromSeconds(wait))}" : Number(provider.Preference),
        Price(provider.Price),
        string.Join(' ', provider.Types),
        Why(provider.Why, provider.Pause));

    private static IReadOnlyList<string> Row(WorkerStatus worker) => Cells(
        worker.Id,
        worker.Provider,
        worker.Name ?? "",
        worker.State,
        $"{Number(worker.Jobs.Count)} of {Number(worker.Slots)}",
        Number(worker.LastMinute.Succeeded),
        Number(worker.LastMinute.Failed),
        worker.LastSeenAt.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Why(worker.Why, worker.Pause));

    private static string Price(ProviderPrices? price) => price is null ? "" : string.Join(' ', new[]
    {
        Dollars(price.PerJob, "a job"), Dollars(price.PerSecond, "a second"), Dollars(price.PerMillionInputTokens, "1M tokens in"), Dollars(price.PerMillionOutputTokens, "1M tokens out"),
    }.OfType<string>());

    private static string? Dollars(decimal? price, string per) => price is { } dollars ? $"${dollars.ToString("0.######", CultureInfo.InvariantCulture)} {per}" : null;

    private static string Why(string? why, PauseStatus? pause)
    {
        var until = pause?.Until is { } at ? $" Until {at.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}." : "";
        var reason = pause?.Reason is { } text ? $" {(pause.ByOperator ? $"{pause.By}: " : "")}{text}" : "";
        return $"{why}{until}{reason}";
    }

    private static IReadOnlyList<string> Cells(params IEnumerable<object> cells) => [.. cells.Select(cell => cell is WorkState state ? Colored(state) : Markup.Escape((string)cell))];

    private static string Colored(WorkState state) => state switch
    {
        WorkState.Running => "[green]running[/]",
        WorkState.Trial => "[yellow]trial[/]",
        WorkState.Failing => "[red]failing[/]",
        WorkState.Paused => "[yellow]paused[/]",
        WorkState.Draining => "[yellow]draining[/]",
        WorkState.Drained => "[grey]drained[/]",
        WorkState.Away => "[grey]away[/]",
        WorkState.OutOfOrder => "[red]out of order[/]",
    };

    private static bool ShowJson<T>(T value, JsonTypeInfo<T> type, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(value, type));
        }

        return terminal.Json;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
