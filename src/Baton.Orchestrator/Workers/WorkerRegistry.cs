using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Workers;
using Baton.Ids;
using Baton.Providers;
using Baton.Schemas;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>
/// The workers that speak HTTP. Their providers stay registered a while after the last worker was seen, so that jobs wait for one that only restarts; a restart of
/// this server forgets none of them.
/// </summary>
internal sealed partial class WorkerRegistry(
    WorkerRows rows, ProviderDirectory providers, WakeUpSweeper sweeper, TimeProvider time, IOptions<WorkerOptions> options, ILogger<WorkerRegistry> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<WorkerId, RemoteWorker> _workers = new();
    private readonly ConcurrentDictionary<ProviderId, DateTimeOffset> _leftAt = new();
    private readonly Lock _registering = new();

    public IEnumerable<RemoteWorker> All => _workers.Values;

    /// <summary>Known before anything is decided: a job must not fail because its provider's workers were not read yet.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await rows.All(cancellationToken))
        {
            var capabilities = WorkerCapabilities.Read(row.Registration.Capabilities, new Findings());
            _workers[row.Id] = new RemoteWorker(row.Id, row.Account, new WorkerRole(row.Provider, row.Registration, capabilities), row.RegisteredAt, time.GetUtcNow());
            providers.Add(row.Provider, capabilities);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Whether it was seen so lately that it counts as being there.</summary>
    public bool IsThere(RemoteWorker worker) => worker.IsWaiting || time.GetUtcNow() - worker.LastSeenAt <= options.Value.LeaseDuration;

    /// <summary>Whether a worker of this provider is there, of those that the question is about.</summary>
    public bool IsSomebodyThere(ProviderId provider, Predicate<RemoteWorker> asked)
    {
        // The dictionary is gone through without a copy of it being made, since this is asked for many jobs.
        foreach (var (_, worker) in _workers)
        {
            if (worker.Provider == provider && IsThere(worker) && asked(worker))
            {
                return true;
            }
        }

        return false;
    }

    public RemoteWorker? Find(AccountId account, string id) =>
        _workers.TryGetValue(new WorkerId(id), out var worker) && worker.Account == account ? worker : null;

    public bool IsFull => _workers.Count >= options.Value.WorkersMax;

    /// <summary>Takes a worker in. It is on disk when this returns.</summary>
    public async Task<RemoteWorker> Register(AccountId account, WorkerRegistration registration, ImmutableArray<Capability> capabilities)
    {
        var now = time.GetUtcNow();
        RemoteWorker worker;
        bool isNew;
        lock (_registering)
        {
            // Nobody knows its id before it is answered, so it may stand here before it is on disk; and two that come at once see each other.
            var role = new WorkerRole(ProviderFor(registration, except: null), registration, capabilities);
            worker = new RemoteWorker(new WorkerId($"wrk_{UlidText.New(now)}"), account, role, now, now);
            isNew = Join(worker, role);
            _workers[worker.Id] = worker;
        }

        await Keep(worker);
        if (isNew)
        {
            // Jobs that already wait have not been offered to it.
            sweeper.WakeAllSoon();
        }

        LogRegistered(logger, worker.Id, worker.Provider);
        return worker;
    }

    /// <summary>Has a worker go on with another registration. It is on disk when this returns.</summary>
    public async Task Change(RemoteWorker worker, WorkerRegistration registration, ImmutableArray<Capability> capabilities)
    {
        bool canDoOther;
        lock (_registering)
        {
            var before = worker.Role;
            canDoOther = Fingerprint(before.Registration) != Fingerprint(registration);
            var role = new WorkerRole(canDoOther ? ProviderFor(registration, worker) : before.Provider, registration, capabilities);
            Join(worker, role);
            worker.Become(role);
            NoteIfLeft(before.Provider);
        }

        await rows.Update(worker.Id, worker.Role);
        if (canDoOther)
        {
            // Jobs that wait may have found, or lost, somebody for them.
            sweeper.WakeAllSoon();
        }
    }

    /// <summary>Strikes a worker out. Its provider stays for a while.</summary>
    public async Task Remove(RemoteWorker worker)
    {
        await rows.Delete(worker.Id);
        lock (_registering)
        {
            _workers.TryRemove(worker.Id, out _);
            NoteIfLeft(worker.Provider);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Min(10, options.Value.AwayMax.TotalSeconds / 2)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAbsent();
            }
            catch (Storage.StoreUnavailableException unavailable)
            {
                LogNotForgotten(logger, unavailable);
            }
        }
    }

    private async Task ForgetAbsent()
    {
        var goneSince = time.GetUtcNow() - options.Value.AwayMax;
        foreach (var worker in _workers.Values.Where(worker => !worker.IsWaiting && worker.LastSeenAt <= goneSince))
        {
            LogAway(logger, worker.Id, worker.Provider);
            await rows.Delete(worker.Id);
            lock (_registering)
            {
                _workers.TryRemove(worker.Id, out _);
                _leftAt.TryAdd(worker.Provider, worker.LastSeenAt);
            }
        }

        foreach (var (provider, _) in _leftAt.Where(left => left.Value <= goneSince))
        {
            Forget(provider);
        }
    }

    private void Forget(ProviderId provider)
    {
        lock (_registering)
        {
            _leftAt.TryRemove(provider, out _);
            if (_workers.Values.Any(worker => worker.Provider == provider))
            {
                return;
            }

            providers.Remove(provider);
        }

        LogProviderGone(logger, provider);
        sweeper.WakeAllSoon();
    }

    private async Task Keep(RemoteWorker worker)
    {
        try
        {
            await rows.Insert(new WorkerRow(worker.Id, worker.Account, worker.Provider, worker.Registration, worker.RegisteredAt));
        }
        catch
        {
            lock (_registering)
            {
                _workers.TryRemove(worker.Id, out _);
                NoteIfLeft(worker.Provider);
            }

            throw;
        }
    }

    /// <summary>True when nobody else is there of the provider that the worker joins.</summary>
    private bool Join(RemoteWorker worker, WorkerRole role)
    {
        var isNew = _workers.Values.All(other => other == worker || other.Provider != role.Provider) && !_leftAt.TryRemove(role.Provider, out _);
        providers.Add(role.Provider, role.Capabilities);
        return isNew;
    }

    private void NoteIfLeft(ProviderId provider)
    {
        if (_workers.Values.All(other => other.Provider != provider))
        {
            _leftAt[provider] = time.GetUtcNow();
        }
    }

    /// <summary>
    /// Workers of one provider that can do the same share a queue. Others of the same name, as while a new version is rolled out, are a provider of their own, so
    /// that no job is handed to a worker that cannot do it.
    /// </summary>
    private ProviderId ProviderFor(WorkerRegistration registration, RemoteWorker? except)
    {
        var plain = new ProviderId(registration.Provider);
        var mine = Fingerprint(registration);
        var isShared = _workers.Values.Where(other => other != except && other.Provider == plain).All(other => Fingerprint(other.Registration) == mine);
        return isShared ? plain : new ProviderId($"{plain}~{mine}");
    }

    private static string Fingerprint(WorkerRegistration registration)
    {
        var texts = registration.Capabilities.Select(capability => JsonSerializer.Serialize(capability, BatonJson.Default.WorkerCapability)).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', texts))))[..8];
    }
}
