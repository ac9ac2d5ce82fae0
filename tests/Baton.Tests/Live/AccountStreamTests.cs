using Xunit;

namespace Baton.Tests.Live;

/// <summary>The stream of all workflows of an account, from a whole server.</summary>
public sealed class AccountStreamTests
{
    private const string Events = "/v2/consumer/events";

    [Fact]
    public async Task Reader_IsToldHowUnfinishedOnesAre_AndWhatHappensToThemAndToNewOnes()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        var ended = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{ended}?wait=60");
        var running = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        await using var reader = await LiveReader.Open(caller, Events + "?type=workflow:*");
        var first = await reader.Next();
        var foreign = await other.Submitted(Calls.Echo(), "");
        var added = await caller.Submitted(Calls.Echo(), "");
        job.Succeed();
        (await host.Jobs.Next()).Succeed();
        (await host.Jobs.Next()).Succeed();
        var ends = new List<LiveItem>();
        while (ends.Count < 2)
        {
            ends.Add((await reader.Until(item => item.Name == "workflow:succeeded"))[^1]);
        }

        Assert.Equal(running, first!.WorkflowId);
        Assert.Equal(new[] { running, added }.Order(), ends.Select(item => item.WorkflowId).Order());
        Assert.DoesNotContain(ends, item => item.WorkflowId == foreign);
    }

    [Fact]
    public async Task Reader_ThatComesBack_IsToldWhatEndedMeanwhile()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var (kept, deleted, going) = (await caller.Submitted(Calls.Echo(), ""), await caller.Submitted(Calls.Echo(), ""), await caller.Submitted(Calls.Echo(), ""));
        string seen;
        await using (var reader = await LiveReader.Open(caller, Events + "?type=workflow:*"))
        {
            await reader.Until(item => item.Name == "ready");
            seen = reader.LastEventId;
        }

        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{kept}?wait=60");
        await host.Jobs.Next();
        await caller.Send("DELETE", $"{Calls.Workflows}/{deleted}");
        await host.Jobs.Next();
        await Processing(caller, going);
        await using var again = await LiveReader.Open(caller, Events + "?type=workflow:*", seen);
        var told = await again.Until(item => item.Name == "ready");

        Assert.Equal([(kept, "workflow:succeeded"), (deleted, "workflow:canceled"), (going, "workflow:processing")], told.SkipLast(1).Select(item => (item.WorkflowId, item.Name)));
    }

    [Fact]
    public async Task Id_ThatIsNone_CountsAsNone()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var ended = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{ended}?wait=60");
        var running = await caller.Submitted(Calls.Echo(), "");

        foreach (var id in (string[])["", "nonsense", "-1", "99999999999999999999", "1e3"])
        {
            await using var reader = await LiveReader.Open(caller, Events, id);
            Assert.Equal(running, (await reader.Next())!.WorkflowId);
        }

        await using var fromTheBeginning = await LiveReader.Open(caller, Events, "0");
        Assert.Equal(ended, (await fromTheBeginning.Next())!.WorkflowId);
    }

    [Fact]
    public async Task QuietStream_MovesItsIdOn_SoThatComingBackIsCheap()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Live:Heartbeat", "00:00:00.600")]);
        using var caller = await host.Caller("ann");

        using var answer = await LiveReader.Ask(caller, Events);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(BatonHost.Stop));
        var ids = new List<long>();
        while (ids.Count < 3)
        {
            if (await lines.ReadLineAsync(BatonHost.Stop) is { } line && line.StartsWith("id: ", StringComparison.Ordinal))
            {
                ids.Add(long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(ids.Distinct().Order(), ids);
    }

    /// <summary>What is looked at from outside has no signal; each look is a request.</summary>
    private static async Task Processing(HttpClient caller, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        while ((await caller.Workflow(id)).GetProperty("status").GetString() != "processing")
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
