using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Baton.Providers.Adapters;

/// <summary>The data of server-sent events, one text each, without the closing <c>[DONE]</c>.</summary>
internal static class ServerSentEvents
{
    public const string Done = "[DONE]";

    /// <summary>Each event has to come within a time of the one before; a service that hangs in the middle is given up.</summary>
    public static async IAsyncEnumerable<string> Read(Stream body, TimeSpan silenceMax, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(silenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(either.Token))
        {
            silence.CancelAfter(silenceMax);
            if (item.Data == Done)
            {
                yield break;
            }

            if (item.Data.Length > 0)
            {
                yield return item.Data;
            }
        }

        throw new IOException("The stream ended without its mark.");
    }
}
