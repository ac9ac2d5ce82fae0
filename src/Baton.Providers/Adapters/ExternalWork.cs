using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>
/// Makes requests to services outside, each once. 1. What is under way is gone on with. 2. Else a request is written down, 3. made, 4. its id written down, and 5. it is
/// watched to its end. A crash between any two leaves a note that says where to go on.
/// </summary>
internal static class ExternalWork
{
    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(10);

    /// <summary>A request that the service queues and that can be watched by its id.</summary>
    public static async Task<T> Run<T>(IJobContext context, RemoteService service, IRemoteRequest<T> remote, CancellationToken cancellationToken)
    {
        var requests = context.Requests;
        var id = requests.Open is { } open ? await Resume(context, service, remote, open, cancellationToken) : null; // 1.
        id ??= await Make(context, service, remote, cancellationToken);
        try
        {
            using var timeUp = new CancellationTokenSource(service.Settings.Timeout, service.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
            return await Watch(service, remote, id, either.Token, cancellationToken); // 5.
        }
        catch (ServiceFault over) when (over.Fate == RequestFate.Over)
        {
            await requests.End(cancellationToken);
            throw;
        }
        catch (OperationCanceledException) when (requests.Stopped == JobStop.Unwanted)
        {
            await Stop(service, remote, id);
            throw;
        }
    }

    /// <summary>A request that is answered in the same connection: when that is lost, so is the answer.</summary>
    public static async Task<T> RunOnce<T>(IJobContext context, RemoteService service, Func<OpenRequest, CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        var requests = context.Requests;
        if (requests.Open is { } lost && ProviderKinds.WhenLost(service.Settings) == LostRequest.Refuse)
        {
            throw Lost(service, lost);
        }

        var request = await requests.Begin(cancellationToken);
        using var timeUp = new CancellationTokenSource(service.Settings.Timeout, service.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            return await make(request, either.Token);
        }
        catch (Exception e) when (e is ServiceFault { Fate: not RequestFate.Unknown } or JobFailedException)
        {
            await requests.End(cancellationToken);
            throw;
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate(service, RequestFate.Unknown, late);
        }
    }

    private static async Task<string?> Resume<T>(IJobContext context, RemoteService service, IRemoteRequest<T> remote, OpenRequest open, CancellationToken cancellationToken)
    {
        if (open.RemoteId is { } known)
        {
            return known;
        }

        switch (await remote.Find(open, cancellationToken))
        {
            case RemoteFinding.Found(var found):
                await context.Requests.Know(found, cancellationToken);
                return found;
            case RemoteFinding.NeverMade:
                await context.Requests.End(cancellationToken);
                return null;
            default:
                return ProviderKinds.WhenLost(service.Settings) == LostRequest.Repeat ? null : throw Lost(service, open);
        }
    }

    private static async Task<string> Make<T>(IJobContext context, RemoteService service, IRemoteRequest<T> remote, CancellationToken cancellationToken)
    {
        var request = await context.Requests.Begin(cancellationToken); // 2.
        string id;
        try
        {
            id = await remote.Make(request, cancellationToken); // 3.
        }
        catch (Exception e) when (e is ServiceFault { Fate: not RequestFate.Unknown } or JobFailedException)
        {
            await context.Requests.End(cancellationToken);
            throw;
        }
        catch (OperationCanceledException) when (context.Requests.Stopped == JobStop.Unwanted)
        {
            // It may have arrived all the same; where the service can be asked, it is stopped there.
            await StopUnknown(service, remote, request);
            throw;
        }

        await context.Requests.Know(id, cancellationToken); // 4.
        return id;
    }

    private static async Task<T> Watch<T>(RemoteService service, IRemoteRequest<T> remote, string id, CancellationToken until, CancellationToken stop)
    {
        try
        {
            return await remote.Watch(id, until);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            await Stop(service, remote, id);
            throw TooLate(service, RequestFate.Over, late);
        }
    }

    private static async Task StopUnknown<T>(RemoteService service, IRemoteRequest<T> remote, OpenRequest request)
    {
        using var timeUp = new CancellationTokenSource(CancelTime, service.Time);
        try
        {
            if (await remote.Find(request, timeUp.Token) is RemoteFinding.Found(var id))
            {
                await remote.Cancel(id, timeUp.Token);
            }
        }
        catch (Exception e) when (e is ServiceFault or OperationCanceledException)
        {
            // Nobody waits for it any more; that it goes on outside cannot be helped.
        }
    }

    private static async Task Stop<T>(RemoteService service, IRemoteRequest<T> remote, string id)
    {
        using var timeUp = new CancellationTokenSource(CancelTime, service.Time);
        try
        {
            await remote.Cancel(id, timeUp.Token);
        }
        catch (Exception e) when (e is ServiceFault or OperationCanceledException)
        {
            // As above.
        }
    }

    private static ServiceFault Lost(RemoteService service, OpenRequest request) => new(
        JobFailure.Rejected,
        $"A request was made to '{service.Name}' at {request.NotedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, and the connection or this server broke off before it answered. '{service.Name}' cannot be asked what became of it, "
        + $"so it is not made again, lest it be charged twice. The input is not at fault: submit it again if that may be paid for again. The operator can have such requests repeated with Providers__{service.Name}__WhenLost=Repeat.",
        RequestFate.Unknown);

    private static ServiceFault TooLate(RemoteService service, RequestFate fate, Exception cause) => new(
        JobFailure.Transient, $"'{service.Name}' did not finish within {service.Settings.Timeout.TotalMinutes:0.##} minutes.", fate, cause);
}
