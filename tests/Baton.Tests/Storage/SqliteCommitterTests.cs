using Baton.Storage;
using Baton.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Baton.Tests.Storage;

public sealed class SqliteCommitterTests : IDisposable
{
    private readonly TestDatabase _database = new(busyTimeout: TimeSpan.FromMilliseconds(50));

    private SqliteCommitter Committer => _database.Committer;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SqliteCommitterTests() => Write("CREATE TABLE notes (text TEXT NOT NULL UNIQUE)").GetAwaiter().GetResult();

    [Fact]
    public async Task Write_Committed_GivesItsResultAndIsSeenByReaders()
    {
        var result = await Committer.Commit(connection =>
        {
            Add(connection, "hello");
            return 42;
        });

        Assert.Equal(42, result);
        Assert.Equal(["hello"], await Notes());
    }

    [Fact]
    public async Task WritesThatWaitTogether_AreOneTransaction()
    {
        using var gate = new WriterGate(Committer);
        var seenByReaders = 0;
        var first = Committer.Commit(connection => Add(connection, "first"));
        var second = Committer.Commit(connection =>
        {
            seenByReaders = Notes().GetAwaiter().GetResult().Count;
            return Add(connection, "second");
        });

        gate.Open();
        await Task.WhenAll(first, second);

        Assert.Equal(0, seenByReaders);
        Assert.Equal(["first", "second"], await Notes());
    }

    [Fact]
    public async Task WriteThatThrows_BesideOthers_IsUndoneAloneAndSaysWhy()
    {
        using var gate = new WriterGate(Committer);
        var before = Committer.Commit(connection => Add(connection, "before"));
        var bad = Committer.Commit<int>(connection =>
        {
            Add(connection, "bad");
            throw new InvalidOperationException("on purpose");
        });
        var duplicate = Committer.Commit(connection => Add(connection, "before"));
        var after = Committer.Commit(connection => Add(connection, "after"));

        gate.Open();
        await Task.WhenAll(before, after);

        Assert.Equal("on purpose", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Contains("UNIQUE", (await Assert.ThrowsAsync<SqliteException>(() => duplicate)).Message, StringComparison.Ordinal);
        Assert.Equal(["after", "before"], await Notes());
    }

    [Fact]
    public async Task DatabaseThatIsFull_FailsThoseWhoWait_AndGoesOnAfterwards()
    {
        using var gate = new WriterGate(Committer);
        var beside = Committer.Commit(connection => Add(connection, "beside"));
        var tooMuch = Committer.Commit(connection =>
        {
            Run(connection, "PRAGMA max_page_count = 1");
            return Add(connection, new string('x', 1_000_000));
        });

        gate.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => tooMuch);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => beside);
        Assert.Empty(await Notes());
        await Committer.Commit(connection => Add(connection, "later"));
        Assert.Equal(["later"], await Notes());
    }

    [Fact]
    public async Task DiskThatFailsAStatement_FailsThoseWhoWait_AndGoesOnAfterwards()
    {
        const int InputOutputError = 10;
        var failing = Committer.Commit<int>(connection =>
        {
            Add(connection, "half");
            throw new SqliteException("disk I/O error", InputOutputError);
        });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);

        await Committer.Commit(connection => Add(connection, "later"));
        Assert.Equal(["later"], await Notes());
    }

    [Fact]
    public async Task DatabaseThatAnotherProcessIsWriting_IsUnavailableUntilThatEnds()
    {
        using (var other = _database.Database.OpenWriter())
        {
            Run(other, "BEGIN IMMEDIATE");

            await Assert.ThrowsAsync<StoreUnavailableException>(() => Committer.Commit(connection => Add(connection, "too early")));
        }

        await Committer.Commit(connection => Add(connection, "in time"));
        Assert.Equal(["in time"], await Notes());
    }

    [Fact]
    public async Task Continuation_OfAWrite_DoesNotRunOnTheWriterThread()
    {
        var writer = 0;
        var continuation = await Committer
            .Commit(connection => writer = Environment.CurrentManagedThreadId)
            .ContinueWith(_ => Environment.CurrentManagedThreadId, Cancellation, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Assert.NotEqual(writer, continuation);
    }

    [Fact]
    public async Task Stopping_FinishesWhatWaits_AndTakesNoMore()
    {
        var gate = new WriterGate(Committer);
        var waiting = Committer.Commit(connection => Add(connection, "waiting"));
        gate.Open();

        Committer.Dispose();

        await waiting;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Committer.Commit(connection => Add(connection, "too late")));
        Assert.Equal(["waiting"], await Notes());
    }

    public void Dispose() => _database.Dispose();

    private Task<int> Write(string sql) => Committer.Commit(connection => Run(connection, sql));

    private Task<List<string>> Notes() => _database.Database.Read(
        connection => connection.Prepared("SELECT text FROM notes ORDER BY text").All(row => row.Text(0)), Cancellation);

    private static int Add(SqliteConnection connection, string text) =>
        connection.Prepared("INSERT INTO notes (text) VALUES (?1)").Bind(1, text).Execute();

    private static int Run(SqliteConnection connection, string sql)
    {
        ((StoreConnection)connection).Run(sql);
        return 0;
    }

    /// <summary>Keeps the writer busy until opened, so that what is committed meanwhile waits together.</summary>
    private sealed class WriterGate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public WriterGate(SqliteCommitter committer)
        {
            using var entered = new ManualResetEventSlim();
            _ = committer.Commit(_ =>
            {
                entered.Set();
                return _open.Wait(TimeSpan.FromSeconds(30)) ? 0 : throw new TimeoutException("The test did not open the gate.");
            });
            entered.Wait();
        }

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }
}
