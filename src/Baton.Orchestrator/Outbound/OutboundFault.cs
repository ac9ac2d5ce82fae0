using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Baton.Outbound;

/// <summary>Why a URL of a caller could not be called, in words that follow its name and show nothing of its path, its query or the addresses behind it.</summary>
/// <param name="IsLasting">True when calling again soon will not help.</param>
internal readonly record struct OutboundFault(string Words, bool IsLasting)
{
    /// <summary>Whether the same request may be answered otherwise a little later.</summary>
    public static bool MayPass(HttpStatusCode status) => (int)status is 408 or 425 or 429 or >= 500;

    /// <summary>What an exception of the client means.</summary>
    public static OutboundFault Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case OutboundRefusedException refused:
                    return new OutboundFault($"is not called: {refused.Message}", IsLasting: true);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new OutboundFault("has a name that does not exist", IsLasting: true);
                case AuthenticationException:
                    return new OutboundFault("has no valid certificate", IsLasting: true);
            }
        }

        return new OutboundFault("could not be reached or broke off", IsLasting: false);
    }
}
