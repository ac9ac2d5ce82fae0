using System.Collections.Concurrent;
using Baton.Contracts.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baton.Client.Workers;

/// <summary>
/// A whole worker around handlers: each says its step type and does the work, and everything else is done here.
/// <list type="number">
/// <item>It registers, and again when the server has forgotten it.</item>
/// <item>It asks for as many jobs as it has free slots, waiting at the server, and runs them.</item>
/// <item>It says that it lives, passes progress on, and stops the handler of a job that is not wanted any more.</item>
/// <item>It reports each outcome, again and again while the server is away.</item>
/// <item>Told to stop, it hands back what has not finished, and leaves.</item>
/// </list>
/// What the server refuses for good, such as the token, ends it with a <see cref="BatonProblemException"/>.
/// </summary>
public sealed partial class BatonWorker : IDisposable
{
    /// <summary>What a request may take beyond what it waits at the server.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    private readonly BatonWorkerOptions _options;
    private readonly Dictionary<string, IJobHandler> _handlers;
    private readonly BatonClient _client;
    private readonly OutsideFiles _files;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, RunningJob> _running = new();
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _registering = new(1);
    private readonly TaskCompletionSource<string> _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Worker? _worker;
    private volatile bool _isOver;

    /// <param name="handlers">One for each step type.</param>
    /// <param name="inner">Another way to send, such as a test's.</param>
    public BatonWorker(BatonWorkerOptions options, IEnumerable<IJobHandler> handlers, ILogger<BatonWorker>? logger = null, HttpMessageHandler? inner = null)
    {
        _options = options;
        _handlers = handlers.ToDictionary(handler => handler.Type);
        _logger = logger ?? NullLogger<BatonWorker>.Instance;
        _client = BatonClient.Connect(options.Server, options.Token, Retries.RetryOptions.None, inner ?? new SocketsHttpHandler());
        _files = new OutsideFiles(options);
        _slots = new SemaphoreSlim(options.Slots);
    }

    /// <summary>Ends once it has registered for the first time: who it is at the server.</summary>
    public Task<string> Registered => _registered.Task;

    /// <summary>Works until it is told to stop, and has handed back and left when this ends.</summary>
    public async Task Run(CancellationToken stopping)
    {
        using var over = new CancellationTokenSource();
        try
        {
            await Register(known: null, stopping);
            var beating = Beat(over.Token);
            try
            {
                await ClaimUntil(stopping);
            }
            finally
            {
                await Finish();
                _isOver = true;
                await over.CancelAsync();
                await beating;
                await Leave();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before it had begun.
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _files.Dispose();
        _slots.Dispose();
        _registering.Dispose();
    }

    private async Task ClaimUntil(CancellationToken stopping)
    {
        var backoff = new Backoff(_options);
        while (!stopping.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                taken = await TakeSlots(stopping);
                var claims = await Claim(taken, stopping);
                backoff.Reset();
                foreach (var claim in claims)
                {
                    taken--;
                    Start(claim);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Trouble.MayPass(e))
            {
                LogServerAway(_logger, e.Message);
                await Swallow(backoff.Pause(stopping));
            }
            finally
            {
                if (taken > 0)
                {
                    _slots.Release(taken);
                }
            }
        }
    }

    /// <summary>At least one slot, and all the others that are free.</summary>
    private async Task<int> TakeSlots(CancellationToken stopping)
    {
        await _slots.WaitAsync(stopping);
        var taken = 1;
        while (taken < _options.Slots && _slots.Wait(0, CancellationToken.None))
        {
            taken++;
        }

        return taken;
    }

    private async Task<IReadOnlyList<JobClaim>> Claim(int count, CancellationToken stopping)
    {
        var worker = _worker!;
        try
        {
            return await InTime(limit => _client.ClaimJobs(worker.Id, count, _options.ClaimWait, limit), _options.ClaimWait + AnswerMax, stopping);
        }
        catch (BatonProblemException e) when (Trouble.IsUnknownWorker(e))
        {
            await Register(worker, stopping);
            return [];
        }
    }

    private void Start(JobClaim claim)
    {
        var job = new RunningJob(claim);
        _running[claim.JobId] = job;
        LogClaimed(_logger, claim.JobId, claim.Type, claim.Epoch);
        _ = Task.Run(async () =>
        {
            try
            {
                await Deliver(job, await Work(job));
            }
            finally
            {
                _running.TryRemove(new KeyValuePair<string, RunningJob>(claim.JobId, job));
                job.Dispose();
                _slots.Release();
            }
        });
    }

    /// <summary>Registers unless that has been done since the worker was known under this registration.</summary>
    private async Task Register(Worker? known, CancellationToken stopping)
    {
        await _registering.WaitAsync(stopping);
        try
        {
            if (_worker != known)
            {
                return;
            }

            LoseAll();
            _worker = await Insist(limit => _client.RegisterWorker(Registration(), limit), stopping);
            _registered.TrySetResult(_worker.Id);
            LogRegistered(_logger, _worker.Id, _options.Provider);
        }
        finally
        {
            _registering.Release();
        }
    }

    private WorkerRegistration Registration() => new()
    {
        Provider = _options.Provider,
        Name = _options.Name,
        Capabilities = [.. _handlers.Values.Select(handler => new WorkerCapability { Type = handler.Type, Input = handler.Accepts })],
        Slots = _options.Slots,
        Resources = _options.Resources,
    };

    /// <summary>Who has to register anew holds nothing of what it held.</summary>
    private void LoseAll()
    {
        foreach (var job in _running.Values)
        {
            job.Lose();
        }
    }

    /// <summary>Lets running jobs finish for a while, then stops them; each hands itself back.</summary>
    private async Task Finish()
    {
        using var limit = new CancellationTokenSource(_options.StopDuration + _options.FinishDuration, _options.Time);
        using var patience = new CancellationTokenSource(_options.FinishDuration, _options.Time);
        using var stop = patience.Token.Register(() =>
        {
            foreach (var job in _running.Values)
            {
                job.Stop();
            }
        });
        for (var freed = 0; freed < _options.Slots; freed++)
        {
            await Swallow(_slots.WaitAsync(limit.Token));
        }
    }

    private async Task Leave()
    {
        try
        {
            await InTime(async limit =>
            {
                await _client.RemoveWorker(_worker!.Id, limit);
                return true;
            }, _options.StopDuration, CancellationToken.None);
        }
        catch (Exception e) when (Trouble.MayPass(e) || e is BatonProblemException)
        {
            LogNotLeft(_logger, e.Message);
        }
    }

    /// <summary>The same again while the server is away.</summary>
    private async Task<T> Insist<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stopping)
    {
        var backoff = new Backoff(_options);
        while (true)
        {
            try
            {
                return await InTime(ask, AnswerMax, stopping);
            }
            catch (Exception e) when (Trouble.MayPass(e))
            {
                LogServerAway(_logger, e.Message);
                await backoff.Pause(stopping);
            }
        }
    }

    /// <summary>A server that does not answer at all is one that is away.</summary>
    private async Task<T> InTime<T>(Func<CancellationToken, Task<T>> ask, TimeSpan atMost, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(atMost, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException("The server did not answer in time.", e);
        }
    }

    private static Task Swallow(Task task) => task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
