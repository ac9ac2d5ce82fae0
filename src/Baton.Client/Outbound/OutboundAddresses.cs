using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Baton.Outbound;

/// <summary>
/// Tells addresses of the public internet from all others: this machine, networks around it, and the ranges that lead there in disguise. The lists are the
/// special-purpose registries of IANA (RFC 6890 and its successors).
/// </summary>
internal static class OutboundAddresses
{
    private static readonly AddressRange[] Refused4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Metadata of a cloud at a public-looking address.
            "168.63.129.16/32",
        }.Select(AddressRange.Parse),
    ];

    /// <summary>The only range of IPv6 that is given out for the public internet.</summary>
    private static readonly AddressRange GlobalUnicast6 = AddressRange.Parse("2000::/3");

    private static readonly AddressRange[] Refused6 =
    [
        .. new[]
        {
            // Protocol assignments with Teredo in it; documentation; 6to4; more documentation; direct delegation of AS112.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48",
        }.Select(AddressRange.Parse),
    ];

    /// <summary>Whether a caller may have this address called.</summary>
    public static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Refused4.Any(range => range.Contains(address)),

        // Mapped, compatible and translated forms of IPv4 (::ffff:0:0/96, ::/96, 64:ff9b::/96, 64:ff9b:1::/48), loopback, link-local, site-local, unique
        // local and multicast all lie outside of global unicast.
        AddressFamily.InterNetworkV6 => GlobalUnicast6.Contains(address) && !Refused6.Any(range => range.Contains(address)),
        _ => false,
    };

    /// <summary>This machine itself, in any spelling of its loopback address.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>
    /// Addresses with the same first bits. The runtime's IPNetwork is not used, because it finds some mapped IPv4 addresses in networks of IPv6 that they are
    /// not in: 2000::/3 "contains" ::ffff:10.0.0.1.
    /// </summary>
    private readonly record struct AddressRange(UInt128 Start, UInt128 Mask)
    {
        public static AddressRange Parse(string text)
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var start = IPAddress.Parse(text[..slash]);
            var bits = start.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            return new AddressRange(ValueOf(start), UInt128.MaxValue << (bits - int.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture)));
        }

        /// <summary>For an address of the range's own family.</summary>
        public bool Contains(IPAddress address) => (ValueOf(address) & Mask) == Start;

        private static UInt128 ValueOf(IPAddress address)
        {
            Span<byte> bytes = stackalloc byte[16];
            bytes.Clear();
            var isWritten = address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetwork ? bytes[12..] : bytes, out _);
            return isWritten ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : throw new ArgumentException($"Not an IP address: {address}", nameof(address));
        }
    }
}
