using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Providers;
using Baton.Storage.Sqlite;
using Baton.Tests.Blobs;
using Baton.Tests.Moderation;
using Baton.Tests.Workers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Baton.Tests.Problems;

/// <summary>
/// The servers on which every refusal can be met: one with a worker for all recipes, one with narrow tiers, one whose jobs nobody takes, one without providers, one
/// with a fault in it and one whose database file was destroyed.
/// </summary>
public sealed class ErrorScene : IAsyncLifetime
{
    /// <summary>Bytes of a body or an upload where they are few.</summary>
    public const int FewBytes = 1024;

    private readonly AFileOfRules _rules = new();
    private readonly ConcurrentDictionary<string, Task<HttpClient>> _clients = new();

    internal HeldHost Main { get; private set; } = null!;

    internal HeldHost Narrow { get; private set; } = null!;

    internal HeldHost Slow { get; private set; } = null!;

    internal HeldHost Bare { get; private set; } = null!;

    internal HeldHost Faulty { get; private set; } = null!;

    internal HeldHost Destroyed { get; private set; } = null!;

    /// <summary>Does every recipe on the main server.</summary>
    internal HandWorker Worker { get; private set; } = null!;

    /// <summary>Registered on the narrow server, by the account <c>small</c>.</summary>
    internal string SmallWorkerId { get; private set; } = null!;

    /// <summary>A workflow of <c>ann</c> on the main server that was canceled while its job was held.</summary>
    internal ClaimedByHand CanceledJob { get; private set; } = null!;

    /// <summary>A workflow of <c>ann</c> on the main server that has succeeded.</summary>
    internal string Succeeded { get; private set; } = null!;

    /// <summary>One whose job the worker holds.</summary>
    internal string Running { get; private set; } = null!;

    /// <summary>A blob of <c>ann</c> on the main server.</summary>
    internal string Blob { get; private set; } = null!;

    /// <summary>A mature one of <c>ann</c> on the main server, made by a workflow that does not allow it.</summary>
    internal string WithheldBlob { get; private set; } = null!;

    /// <summary>The secrets of tokens made on the destroyed server while it had a database.</summary>
    internal string LateCallerToken { get; private set; } = null!;

    internal string LateWorkerToken { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // No heartbeats are sent here.
        KeyValuePair<string, string?>[] patient = [new("Workers:LeaseDuration", "01:00:00"), new("Workers:AwayMax", "1.00:00:00")];
        // One worker fails every recipe in turn, and must not be left alone for it.
        Main = await HeldHost.Run(
            slots: 0, [.. patient, .. _rules.Settings], services => services.Replace(ServiceDescriptor.Singleton(PauseSchedule.Never)));
        Narrow = await HeldHost.Run(slots: 0, [.. patient, .. Tiers(), new("Workers:WorkersMax", "2"), new("Live:DurationMax", "00:00:01"), new("Live:Heartbeat", "00:00:00.600"), new("Blobs:UploadBytesMax", $"{FewBytes}")]);
        Slow = await HeldHost.Run(slots: 0, [new("Submissions:StepTimeoutDefault", "00:00:01")]);
        Bare = await HeldHost.Run(slots: 0, [new("Tiers:Definitions:streams:LiveStreams", "1"), new("Tiers:Accounts:streams", "streams")]);
        Faulty = await HeldHost.Run(slots: 0, [], services => services.Replace(ServiceDescriptor.Singleton<ITokens, FaultyTokens>()));
        Destroyed = await HeldHost.Run(slots: 0, []);

        Worker = await HandWorker.Register(Main, capabilities: AllTypes, slots: 1000);
        await HandWorker.Register(Slow, capabilities: AllTypes);
        await HandWorker.Register(Narrow);
        var small = await Client(Narrow, "small", TokenRole.Worker);
        SmallWorkerId = (await small.Send("POST", HandWorker.Root, """{ "provider": "p", "capabilities": [{ "type": "echo" }], "slots": 1 }""")).Json.GetProperty("id").GetString()!;
        await Prepare();
    }

    private static string AllTypes => $"[{string.Join(',', ErrorTable.Inputs.Keys.Select(type => $$"""{ "type": "{{type}}" }"""))}]";

    /// <summary>Somebody with a token, made once.</summary>
    internal Task<HttpClient> Client(HeldHost host, string account, TokenRole role = TokenRole.Caller) =>
        _clients.GetOrAdd($"{host.GetHashCode()}/{account}/{role}", _ => host.With(account, role));

    private async Task Prepare()
    {
        var ann = await Client(Main, "ann");
        await ann.Submitted(Calls.Echo(), query: "");
        CanceledJob = await Worker.ClaimOne();
        await ann.Send("PUT", $"{Calls.Workflows}/{CanceledJob.WorkflowId}", """{ "status": "canceled" }""");
        await ann.Submitted(Calls.Echo(), query: "");
        var done = await Worker.ClaimOne();
        await Worker.Complete(done);
        Succeeded = done.WorkflowId;
        await ann.Submitted(Calls.Echo(), query: "");
        Running = (await Worker.ClaimOne()).WorkflowId;
        using (var content = new ByteArrayContent(AMedia.Png) { Headers = { ContentType = new("image/png") } })
        using (var uploaded = await ann.PostAsync("/v2/consumer/blobs", content, BatonHost.Stop))
        {
            Blob = System.Text.Json.JsonElement.Parse(await uploaded.Content.ReadAsStringAsync(BatonHost.Stop)).GetProperty("id").GetString()!;
        }

        WithheldBlob = (await MatureSpeech.Make(ann, Worker)).BlobId;
        foreach (var busy in (string[])["full", "queued"])
        {
            await (await Client(Narrow, busy)).Submitted(Calls.Echo(), query: "");
        }

        var secrets = await Client(Main, "secrets");
        while ((int)(await secrets.Send("POST", "/v2/consumer/callbacks/secrets")).Status == 201)
        {
            // As many as there may be.
        }

        LateCallerToken = await Token(Destroyed, TokenRole.Caller);
        LateWorkerToken = await Token(Destroyed, TokenRole.Worker);
        Destroy(Destroyed.Services.GetRequiredService<SqliteDatabase>().Path);
    }

    private static async Task<string> Token(HeldHost host, TokenRole role) =>
        (await host.Services.GetRequiredService<ITokens>().Create(new AccountId("late"), role, "test", null, BatonHost.Stop)).Secret;

    /// <summary>What a broken disk does: the file has its length and none of its content.</summary>
    private static void Destroy(string path)
    {
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE gone (id INTEGER); PRAGMA wal_checkpoint(TRUNCATE);";
            command.ExecuteNonQuery();
        }

        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)0xFF, (int)new FileInfo(path).Length)]);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Tiers()
    {
        (string Account, string Limit, string Value)[] narrow =
        [
            ("small", "BodyBytes", $"{FewBytes}"), ("echo-only", "Recipes:0", "echo"), ("hash-only", "Recipes:0", "mediaHash"), ("tame", "MatureContent", "false"),
            ("full", "ConcurrentWorkflows", "1"), ("queued", "QueuedJobs", "1"), ("rare", "Burst", "1"), ("rare", "RequestsPerSecond", "1"), ("templates", "Recipes:0", "repeat"), ("templates", "Recipes:1", "mediaHash"),
        ];
        return narrow.SelectMany(entry => (KeyValuePair<string, string?>[])
            [new($"Tiers:Definitions:{entry.Account}:{entry.Limit}", entry.Value), new($"Tiers:Accounts:{entry.Account}", entry.Account)])
            .DistinctBy(entry => entry.Key)
            .Concat(DescribedOperation.All.Keys.Select(id => KeyValuePair.Create($"Tiers:Accounts:rare-{id}", (string?)"rare")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            (await client).Dispose();
        }

        _rules.Dispose();
        Worker.Http.Dispose();
        foreach (var host in (HeldHost[])[Main, Narrow, Slow, Bare, Faulty, Destroyed])
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>A mistake in the program, where every request passes.</summary>
    private sealed class FaultyTokens : ITokens
    {
        public Task<NewToken> Create(AccountId account, TokenRole role, string name, TimeSpan? lifetime, CancellationToken cancellationToken) => throw Mistake();

        public Task<IReadOnlyList<TokenRecord>> List(CancellationToken cancellationToken) => throw Mistake();

        public Task<bool> Revoke(string tokenId, CancellationToken cancellationToken) => throw Mistake();

        public ValueTask<TokenVerdict> Check(string secret, CancellationToken cancellationToken) => throw Mistake();

        private static InvalidOperationException Mistake() => new("Baton.Secret: the table at /var/lib has no such row.");
    }
}
