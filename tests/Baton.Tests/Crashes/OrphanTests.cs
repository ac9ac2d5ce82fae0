using System.Diagnostics;
using System.Net.Http.Headers;
using Baton.Tests.Providers;
using Xunit;

namespace Baton.Tests.Crashes;

/// <summary>What the server has started goes with it, also when nothing of the server is left to end it.</summary>
public sealed class OrphanTests(TestClips clips) : IClassFixture<TestClips>
{
    [Fact]
    public async Task Tool_OfAServerThatIsKilled_IsKilledWithIt()
    {
        await using var server = new KillableServer();
        await server.Start(BatonHost.Stop);
        using var caller = server.Caller();
        using var upload = new ByteArrayContent(await File.ReadAllBytesAsync(clips.Moving, BatonHost.Stop));
        upload.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        using var uploaded = await caller.PostAsync(new Uri("/v2/consumer/blobs", UriKind.Relative), upload, BatonHost.Stop);
        var url = System.Text.Json.JsonElement.Parse(await uploaded.Content.ReadAsStringAsync(BatonHost.Stop)).GetProperty("url").GetString();
        await caller.Submitted($$"""{ "steps": [{ "$type": "transcode", "input": { "sourceUrl": "{{url}}", "containerFormat": "webM", "width": 3840 } }] }""", query: "");
        var tool = await Tool(server.ProcessId);

        await server.Kill(BatonHost.Stop);

        // Done by itself, the work would take far longer than this.
        await tool.WaitForExitAsync(BatonHost.Stop).WaitAsync(TimeSpan.FromSeconds(5), BatonHost.Stop);
        Assert.True(tool.HasExited);
    }

    /// <summary>The encoder that the server runs, as soon as it does.</summary>
    private static async Task<Process> Tool(int server)
    {
        while (true)
        {
            BatonHost.Stop.ThrowIfCancellationRequested();
            var child = Process.GetProcessesByName("ffmpeg").FirstOrDefault(process => ParentOf(process) == server);
            if (child is not null)
            {
                return child;
            }

            await Task.Yield();
        }
    }

    private static int ParentOf(Process process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.Id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
