using System.Net;
using Baton.Outbound;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Outbound;

public sealed class OutboundGuardTests
{
    public static TheoryData<string> HostileAddresses =>
    [
        // This machine.
        "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.255", "0.0.0.0", "0.0.0.1", "0.255.255.255", "::1", "::",

        // Private networks.
        "10.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255",

        // Link-local, with the metadata services of clouds.
        "169.254.0.1", "169.254.169.254", "169.254.170.2", "169.254.255.255", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fe80::1", "fe80::a9fe:a9fe", "febf::1",
        "fd00:ec2::254",

        // Protocol assignments, documentation, benchmarks, relays.
        "192.0.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255", "192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1",

        // Multicast, reserved, broadcast.
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "254.1.2.3", "255.255.255.255", "ff02::1", "ff0e::1", "ff00::",

        // Unique local and site-local.
        "fc00::1", "fd12:3456:789a::1", "fdff:ffff::1", "fec0::1",

        // IPv4 in disguise: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "::127.0.0.1", "::10.0.0.1", "::7f00:1", "::8.8.8.8",
        "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1", "2002:808:808::1",
        "2001::1", "2001:0:7f00:1::1", "2001:0:53aa:64c:0:fbff:ba9c:1234", "fe80::5efe:7f00:1",

        // Documentation, discard, ORCHID, benchmarking, segment routing, direct delegation, unallocated.
        "2001:db8::1", "3fff::1", "3fff:fff:ffff::1", "100::1", "2001:10::1", "2001:20::1", "2001:2::1", "2001:1ff:ffff::1", "5f00::1", "2620:4f:8000::1",
        "1::1", "4000::1", "8000::1", "e000::1", "fe00::1",

        // The edges of those ranges, and more of what clouds and containers keep there.
        "10.96.0.1", "10.88.0.1", "172.17.0.1", "172.20.10.1", "192.168.49.2", "192.168.65.2", "100.64.0.0", "100.127.0.10", "169.254.169.123", "169.254.169.249", "169.254.169.250",
        "169.254.0.23", "198.18.0.0", "198.19.0.1", "192.0.0.0", "192.0.0.255", "192.0.0.170", "224.0.0.251", "224.0.0.252", "233.252.0.1", "239.0.0.1", "247.1.1.1", "255.255.255.254",
        "fe80::", "fe80::1ff:fe23:4567:890a", "fe90::1", "fea0::1", "fec0:0:0:ffff::1", "fd00:ec2::23", "fd20:ce::254", "fdab::1", "ff01::1", "ff05::2", "ff02::fb", "ff02::1:3",
        "::ffff:0.0.0.0", "::ffff:100.64.0.1", "::ffff:172.16.0.1", "::ffff:192.168.0.1", "::ffff:224.0.0.1", "::ffff:255.255.255.255", "::ffff:168.63.129.16", "::ffff:0:10.0.0.1",
        "64:ff9b::169.254.169.254", "64:ff9b::c0a8:1", "64:ff9b::ac10:1", "64:ff9b::6440:1", "64:ff9b:1:ffff::10.0.0.1", "64:ff9b:1::a9fe:a9fe",
        "2002:c0a8:1::1", "2002:ac10:1::1", "2002:6440:1::1", "2002::1", "2001:0:a00:1::1", "2001:0:a9fe:a9fe::1", "2001:5::1", "2001:db8:ffff::1", "2001:30::1", "100:0:0:1::1",
    ];

    public static TheoryData<string> PublicAddresses =>
    [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1", "169.253.255.255",
        "169.255.0.1", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "2001:200::1", "2003::1", "3ffe::1",
    ];

    public static TheoryData<string> HostileUrls =>
    [
        // Not https.
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "ws://example.org/", "javascript:alert(1)", "data:text/plain,x", "baton://blobs/x",

        // Not a URL that leads anywhere.
        "", "example.org", "//example.org/", "/etc/passwd", "https://", "https:///path", "https://[::1", "https://exa mple.org/",

        // Credentials, which also hide the real host from readers.
        "https://user@example.org/", "https://user:secret@example.org/", "https://example.org@127.0.0.1/", "https://:x@example.org/",

        // Addresses of this machine and its networks, in all spellings.
        "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://017700000001/", "https://0/", "https://0.0.0.0/", "https://10.1.2.3/", "https://167837953/", "https://192.168.1.1:8443/", "https://169.254.169.254/latest/meta-data/",
        "https://2852039166/", "https://0xa9fea9fe/", "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[0:0:0:0:0:ffff:7f00:1]/", "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/", "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://localhost/", "https://localhost.localdomain/",

        // More of the same: octal, hexadecimal, mixed, overlong, with dots and zones, upper case, percent-encoded, wide digits, and names that only look public.
        "https://0x7f.1/", "https://0x7F000001/", "https://0177.1/", "https://00000177.0.0.1/", "https://127.0.0.1./", "https://127.000.000.001/", "https://0xa.0.0.1/", "https://012.0.0.1/",
        "https://0xc0a80001/", "https://3232235521/", "https://192.168.257/", "https://172.1048577/", "https://0xac100001/", "https://169.16689662/", "https://0251.0376.0251.0376/",
        "https://0xa9.0xfe.0xa9.0xfe/", "https://%31%32%37.0.0.1/", "https://%6c%6f%63alhost/", "https://LOCALHOST/", "https://ⓛocalhost/", "https://１２７.０.０.１/", "https://１６９.２５４.１６９.２５４/",
        "https://[::FFFF:7F00:1]/", "https://[::ffff:a9fe:a9fe]/", "https://[0:0:0:0:0:0:0:1]/", "https://[0000::0001]/", "https://[::ffff:10.0.0.1]:8443/", "https://[::127.0.0.1]/", "https://[::a00:1]/",
        "https://[64:ff9b::169.254.169.254]/", "https://[64:ff9b:1::1]/", "https://[2001:0:7f00:1::1]/", "https://[fec0::1]/", "https://[ff02::1]/", "https://[fd00:ec2::254]/", "https://[::1%25lo]/",
        "https://100.100.100.200/", "https://168.63.129.16/metadata", "https://metadata.google.internal/", "https://instance-data/", "https://kubernetes.default.svc/", "https://127.0.0.1.nip.io/",
        "https://user@127.0.0.1/", "https://example.org:443@10.0.0.1/", "https://a:b@[::1]/", "https://example.org%40127.0.0.1/", "https://example.org%23@127.0.0.1/", "http://127.0.0.1:8080/", "HTTP://10.0.0.1/",
    ];

    [Theory]
    [MemberData(nameof(HostileAddresses))]
    public async Task HostileAddress_BehindAnyName_IsNeverDialled(string address)
    {
        var dialer = new ScriptedDialer { Names = { ["example.org"] = [address] } };

        var refusal = await Refusal(dialer, "https://example.org/?token=secret");

        Assert.False(OutboundAddresses.IsPublic(IPAddress.Parse(address)));
        Assert.Equal("the address of 'example.org' is not on the public internet", refusal.Message);
        Assert.Empty(dialer.Dialled);
    }

    [Fact]
    public void HostileTargets_AreTwoHundredAtLeast_EachOnce()
    {
        List<string> targets = [.. HostileAddresses.Select(row => row.Data), .. HostileUrls.Select(row => row.Data)];

        Assert.True(targets.Count >= 200, $"There are {targets.Count}.");
        Assert.Equal(targets.Count, targets.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(PublicAddresses))]
    public void PublicAddress_IsOne(string address) => Assert.True(OutboundAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [MemberData(nameof(HostileUrls))]
    public async Task HostileUrl_IsRefusedOrNeverDialled(string url)
    {
        var dialer = new ScriptedDialer();
        using var guard = Guard(dialer);

        if (guard.WhyRefused(url) is null)
        {
            // A host in an odd spelling: what counts is that nothing is dialled.
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => guard.Client.GetAsync(new Uri(url), TestContext.Current.CancellationToken));
        }

        Assert.Empty(dialer.Dialled);
    }

    [Fact]
    public async Task Name_WithOneHostileAddressAmongGoodOnes_IsNotDialledAtAll()
    {
        var dialer = new ScriptedDialer { Names = { ["example.org"] = ["93.184.216.34", "10.0.0.1"] } };

        await Refusal(dialer, "https://example.org/");

        Assert.Empty(dialer.Dialled);
    }

    [Fact]
    public async Task Name_WithNoAddress_IsRefused() => await Refusal(new ScriptedDialer { Names = { ["example.org"] = [] } }, "https://example.org/");

    [Fact]
    public async Task Name_ThatChangesItsAnswer_IsDialledAtTheAddressThatWasChecked()
    {
        var dialer = new ScriptedDialer { Names = { ["example.org"] = ["93.184.216.34"] } };
        using var guard = Guard(dialer);

        // Nothing listens, so this fails; but only after dialling.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => guard.Client.GetAsync(new Uri("https://example.org/"), TestContext.Current.CancellationToken));
        dialer.Names["example.org"] = ["127.0.0.1"];
        await Refusal(guard, "https://example.org/");

        Assert.Equal(new IPEndPoint(IPAddress.Parse("93.184.216.34"), 443), Assert.Single(dialer.Dialled));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", true)]
    [InlineData("http://[::1]:9/", true)]
    [InlineData("https://[::ffff:127.0.0.1]:9/", true)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("http://169.254.169.254/", false)]
    [InlineData("http://0.0.0.0/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("http://user@127.0.0.1/", false)]
    public void Loopback_InDevelopment_IsOpenAndNothingElse(string url, bool isOpen)
    {
        using var guard = Guard(new ScriptedDialer(), allowLoopback: true);

        Assert.Equal(isOpen, guard.WhyRefused(url) is null);
    }

    private static OutboundGuard Guard(ScriptedDialer dialer, bool allowLoopback = false) =>
        new(Options.Create(new OutboundOptions { AllowLoopback = allowLoopback }), dialer);

    private static async Task<OutboundRefusedException> Refusal(ScriptedDialer dialer, string url)
    {
        using var guard = Guard(dialer);
        return await Refusal(guard, url);
    }

    private static async Task<OutboundRefusedException> Refusal(OutboundGuard guard, string url)
    {
        Assert.Null(guard.WhyRefused(url));
        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => guard.Client.GetAsync(new Uri(url), TestContext.Current.CancellationToken));
        return Assert.IsType<OutboundRefusedException>(failure.InnerException);
    }
}
