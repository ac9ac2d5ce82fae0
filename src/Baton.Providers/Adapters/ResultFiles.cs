using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>
/// Brings what a service made to a local file. A URL is trusted only as far as it leads to the configured service; any other is called like one of a caller: over https,
/// at public addresses, without the key.
/// </summary>
internal static class ResultFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What was made is paid for, so a result that cannot be had now is asked for again for a while, and after that left for the next try to fetch: only one that is gone has to be made anew.
    /// </summary>
    public static async Task<string> Bring(RemoteService service, string url, IJobContext context, CancellationToken cancellationToken)
    {
        var startedAt = service.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await BringOnce(service, url, context, cancellationToken);
            }
            catch (ServiceFault fault) when (fault.Fate != RequestFate.Over)
            {
                var words = $"The result of '{service.Name}' could not be fetched: {fault.Message}";
                if (!MayCome(fault))
                {
                    throw ServiceFault.Over(JobFailure.Transient, words, fault);
                }

                if (service.Time.GetElapsedTime(startedAt) > Patience)
                {
                    throw new ServiceFault(JobFailure.Transient, words, RequestFate.Unknown, fault);
                }

                await Task.Delay(PauseOf(service, fault, attempt), service.Time, cancellationToken);
            }
        }
    }

    /// <summary>Writes bytes that came inside an answer to a file.</summary>
    public static async Task<string> Write(ReadOnlyMemory<byte> content, IJobContext context, CancellationToken cancellationToken)
    {
        var path = NewPath(context);
        await File.WriteAllBytesAsync(path, content, cancellationToken);
        return path;
    }

    /// <summary>Writes the rest of a success to a file.</summary>
    public static async Task<string> Save(RemoteService service, HttpResponseMessage response, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        var path = NewPath(context);
        await service.Reading(async () =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(until);
            await using var bounded = new BoundedStream(body, service.Settings.ResultBytesMax);
            await using var file = File.Create(path);
            await bounded.CopyToAsync(file, until);
            return path;
        }, stop);
        return path;
    }

    /// <summary>Whether it may be there later: whoever has it does not answer, or has trouble. A 4xx says that it is gone.</summary>
    private static bool MayCome(ServiceFault fault) => fault.Status is null or 408 or 425 or 429 or >= 500;

    private static TimeSpan PauseOf(RemoteService service, ServiceFault fault, int attempt)
    {
        var growing = attempt * service.Settings.PollInterval;
        var pause = growing < PauseMax ? growing : PauseMax;
        return fault.RetryAfter > pause ? fault.RetryAfter.Value : pause;
    }

    private static async Task<string> BringOnce(RemoteService service, string url, IJobContext context, CancellationToken cancellationToken)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return await Fetched(service, url, context, cancellationToken);
        }

        if (!Uri.TryCreate(service.Base, url, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' names a result that is no URL.");
        }

        if (!service.IsOwn(address))
        {
            return await Fetched(service, address.AbsoluteUri, context, cancellationToken);
        }

        using var timeUp = new CancellationTokenSource(service.Settings.Timeout, service.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await service.Send(request, either.Token, cancellationToken);
        return await Save(service, response, context, either.Token, cancellationToken);
    }

    /// <summary>What callers are told of their own sources would be wrong here: the source is the service's.</summary>
    private static async Task<string> Fetched(RemoteService service, string url, IJobContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Fetch(url, cancellationToken)).Path;
        }
        catch (JobFailedException failed)
        {
            var fate = failed.Kind == JobFailure.Transient ? RequestFate.Unknown : RequestFate.Over;
            throw new ServiceFault(JobFailure.Transient, fate == RequestFate.Over ? $"The result of '{service.Name}' could not be fetched: {failed.Message}" : failed.Message, fate, failed);
        }
    }

    private static string NewPath(IJobContext context) => Path.Combine(context.TempDirectory, Path.GetRandomFileName());
}
