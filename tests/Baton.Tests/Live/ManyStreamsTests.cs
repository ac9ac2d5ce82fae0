using System.Collections.Concurrent;
using System.Diagnostics;
using Baton.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>Many streams at a time; how many more a server holds, and how soon it wakes them, is measured by <c>./bench</c>.</summary>
public sealed class ManyStreamsTests
{
    private const int OnOneWorkflow = 250;
    private const int OnTheirOwn = 250;
    private const int OpenersMax = 16;

    [Fact]
    public async Task Streams_OnOneWorkflowAndOnManyOfTheirOwn_AreEachToldTheEnd_WithoutThreadsOrTimers()
    {
        var time = new CountingTime();
        await using var host = await HeldHost.Run(slots: 0, [], services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host);
        var shared = await caller.Submitted(Calls.Echo(), "");
        var own = new ConcurrentBag<string>();
        await AtOnce(OnTheirOwn, async () => own.Add(await caller.Submitted(Calls.Echo(), "")));
        string[] followed = [.. Enumerable.Repeat(shared, OnOneWorkflow), .. own];
        var (threadsBefore, timersBefore) = (Threads(), time.Made);

        var readers = new ConcurrentBag<LiveReader>();
        await Parallel.ForEachAsync(followed, new ParallelOptions { MaxDegreeOfParallelism = OpenersMax, CancellationToken = BatonHost.Stop }, async (id, _) =>
        {
            var reader = await LiveReader.Open(caller, $"{Calls.Workflows}/{id}/events?type=workflow:*");
            readers.Add(reader);
            Assert.Equal("workflow:unassigned", (await reader.Next())!.Name);
        });
        var (threads, timers) = (Threads() - threadsBefore, time.Made - timersBefore);
        await Parallel.ForEachAsync(own.Append(shared), new ParallelOptions { MaxDegreeOfParallelism = OpenersMax, CancellationToken = BatonHost.Stop }, async (id, _) =>
            await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "status": "canceled" }"""));
        var told = await Task.WhenAll(readers.Select(async reader => (await reader.ToEnd())[^1]));

        Assert.All(told, item => Assert.Equal("workflow:canceled", item.Name));
        Assert.Equal(followed.Order(StringComparer.Ordinal), told.Select(item => item.WorkflowId).Order(StringComparer.Ordinal));
        Assert.InRange(threads, -1000, followed.Length / 2);
        Assert.InRange(timers, 0, followed.Length / 10);
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    private static int Threads()
    {
        using var self = Process.GetCurrentProcess();
        return self.Threads.Count;
    }

    private static Task AtOnce(int count, Func<Task> make) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenersMax, CancellationToken = BatonHost.Stop }, async (_, _) => await make());

    /// <summary>The time there is, and how many timers were made of it.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _made);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
