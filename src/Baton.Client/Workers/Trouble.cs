using System.Net;
using System.Net.Sockets;

namespace Baton.Client.Workers;

/// <summary>Tells trouble with the server that may pass from what will not.</summary>
internal static class Trouble
{
    public static bool MayPass(Exception e) => e switch
    {
        BatonProblemException { Problem.Code: "too-many-workers" } => true,
        BatonProblemException { Status: var status } => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500,
        HttpRequestException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The server does not know this worker: it was away for too long, or the server began anew.</summary>
    public static bool IsUnknownWorker(Exception e) => e is BatonProblemException { Status: HttpStatusCode.NotFound, Problem.Code: "worker-not-found" };
}
