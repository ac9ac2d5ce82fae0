using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Baton.Commands;
using Baton.Tests.Cli;
using Baton.Tests.Crashes;
using Baton.Tests.Docs;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>Does what the guide on callbacks tells a reader to do, with the real executable and the sample receiver.</summary>
public sealed partial class CallbackGuideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Commands =
        [.. Shell().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "callbacks.md"))).Select(block => block.Groups["code"].Value.Trim())];

    [Fact]
    public async Task TheGuide_Followed_ShowsWhatTheSampleWasTold()
    {
        await using var server = new KillableServer { Variables = { ["Outbound__AllowLoopback"] = "true" } };
        await server.Start(BatonHost.Stop);
        using var caller = server.Caller();
        using var baton = new BatonProgram { Url = server.BaseAddress.ToString(), Token = caller.DefaultRequestHeaders.Authorization!.Parameter! };

        var secret = await Run(baton, "baton callbacks secrets create");
        var port = FreePort();
        using var receiver = Start("BATON_CALLBACK_SECRET=whsec_… python3 samples/callback-receiver/receiver.py 9000", secret.Trim(), port);
        var printed = Lines(receiver);
        await Listens(port);
        var curl = Command("curl ").Replace("127.0.0.1:9000", $"127.0.0.1:{port}", StringComparison.Ordinal).Replace("http://127.0.0.1:8080", server.BaseAddress.ToString().TrimEnd('/'), StringComparison.Ordinal);
        await Bash(curl.Replace("$BATON_TOKEN", baton.Token, StringComparison.Ordinal));
        var first = await printed.ReadAsync(BatonHost.Stop).AsTask().WaitAsync(Patience, BatonHost.Stop);
        var second = await printed.ReadAsync(BatonHost.Stop).AsTask().WaitAsync(Patience, BatonHost.Stop);
        var forged = await Forge(port);
        receiver.Kill();

        Assert.StartsWith("1 {\"$type\":\"job\"", first, StringComparison.Ordinal);
        Assert.StartsWith("2 {\"$type\":\"workflow\"", second, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, forged);
        Assert.Contains("no parked callbacks", await Run(baton, "baton callbacks list"), StringComparison.Ordinal);
        Assert.Contains("0 events are being sent again", await Run(baton, "baton callbacks replay"), StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{port}/hook", (await baton.Run("callbacks", "log")).StandardOutput, StringComparison.Ordinal);
        var rotated = await baton.Run("callbacks", "secrets", "create", "--retire-others", "24h");
        Assert.StartsWith("whsec_", rotated.StandardOutput, StringComparison.Ordinal);
        var listed = (await baton.Run("callbacks", "secrets", "list")).StandardOutput;
        Assert.Contains("ends ", listed, StringComparison.Ordinal);
        var id = SecretId().Match(listed).Value;
        Assert.Equal(secret, (await baton.Run("callbacks", "secrets", "show", id)).StandardOutput);
        Assert.Contains("deleted", (await baton.Run("callbacks", "secrets", "delete", id)).StandardOutput, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, (await baton.Run("callbacks", "secrets", "show", id)).ExitCode);
    }

    /// <summary>As the guide shows it.</summary>
    private static string Command(string start) => Assert.Single(Commands, command => command.StartsWith(start, StringComparison.Ordinal));

    private static async Task<string> Run(BatonProgram baton, string command)
    {
        var result = await baton.Run(Command(command).Split(' ')[1..]);

        Assert.Equal(0, result.ExitCode);
        return result.StandardOutput;
    }

    private static Process Start(string command, string secret, int port)
    {
        var words = Command(command).Split(' ');
        var start = new ProcessStartInfo(words[1], [words[2], port.ToString(CultureInfo.InvariantCulture)]) { WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[words[0].Split('=')[0]] = secret;
        return Process.Start(start)!;
    }

    private static ChannelReader<string> Lines(Process process)
    {
        var lines = Channel.CreateUnbounded<string>();
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lines.Reader;
    }

    private static async Task Listens(int port)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<HttpStatusCode> Forge(int port)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/hook") { Content = new StringContent("{}") };
        request.Headers.Add("webhook-id", "evt_1");
        request.Headers.Add("webhook-timestamp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", "v1,AAAA");
        using var answer = await client.SendAsync(request, BatonHost.Stop);
        return answer.StatusCode;
    }

    private static async Task Bash(string command) => await CliWrap.Cli.Wrap("bash").WithArguments(["-c", command]).ExecuteBufferedAsync(BatonHost.Stop);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```sh\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("sec_[0-9A-Z]+")]
    private static partial Regex SecretId();
}
