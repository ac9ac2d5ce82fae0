using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>Looks at a request under way again and again. That a look fails is no failure of the request, until it has failed for long.</summary>
internal sealed class Polling(RemoteService service)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Returns the first look that is not null.</summary>
    public Task<T> Until<T>(Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken)
        where T : class => Until(look, null, cancellationToken);

    /// <summary>Returns the first look that is not null.</summary>
    /// <param name="isFinal">Of a fault: whether it is the answer, and looking again is of no use. None is by default.</param>
    public async Task<T> Until<T>(Func<CancellationToken, Task<T?>> look, Func<ServiceFault, bool>? isFinal, CancellationToken cancellationToken)
        where T : class
    {
        var wellAt = service.Time.GetUtcNow();
        while (true)
        {
            var pause = service.Settings.PollInterval;
            try
            {
                if (await look(cancellationToken) is { } found)
                {
                    return found;
                }

                wellAt = service.Time.GetUtcNow();
            }
            catch (ServiceFault fault) when (fault.Fate != RequestFate.Over && isFinal?.Invoke(fault) != true)
            {
                if (fault.Status is 404 or 410)
                {
                    throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' does not know the request any more.", fault);
                }

                if (service.Time.GetUtcNow() - wellAt > Patience)
                {
                    throw new ServiceFault(JobFailure.Transient, fault.Message, RequestFate.Unknown, fault);
                }

                pause = fault.RetryAfter > pause ? fault.RetryAfter.Value : pause;
            }

            await Task.Delay(pause, service.Time, cancellationToken);
        }
    }
}
