using System.Text.Json;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>What callers see of what services do, through the whole server.</summary>
public sealed class AdapterMatrixTests(AdapterScene scene) : IClassFixture<AdapterScene>
{
    public static TheoryData<string, string> Cases => new(AdapterMatrix.Cases.Select(one => (one.Adapter, one.Fault)));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Job_AtAServiceThatMisbehaves_EndsAsTheTableSays(string adapter, string fault)
    {
        var expected = AdapterMatrix.Cases.Single(one => one.Adapter == adapter && one.Fault == fault);

        var workflow = await scene.Ended(adapter, fault);

        var text = workflow.GetRawText();
        var job = workflow.GetProperty("steps")[0].GetProperty("jobs").EnumerateArray().Last();
        Assert.True(workflow.GetProperty("status").GetString() == expected.Status, text);
        Assert.Equal(expected.Reason, Text(job, "reason"));
        Assert.Equal(expected.Reason == "blocked", Text(job, "blockedReason") is not null);
        Assert.Contains(expected.Says ?? "", Text(job, "detail") ?? Text(job, "blockedReason") ?? "", StringComparison.Ordinal);
        Assert.Equal(expected.Made, scene.Made(adapter, fault));
        Assert.DoesNotContain(ProtocolServer.Key, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("comfy")]
    [InlineData("a1111")]
    [InlineData("fal")]
    [InlineData("replicate")]
    public async Task Picture_OfEachAdapter_IsABlobOfThisServerWithItsSize(string adapter)
    {
        var workflow = await scene.Ended(adapter, "fine");

        var image = Assert.Single(workflow.GetProperty("steps")[0].GetProperty("output").GetProperty("images").EnumerateArray());
        Assert.Equal(("image", 64, 48), (image.GetProperty("type").GetString(), image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        var content = await scene.Caller.GetByteArrayAsync(new Uri(image.GetProperty("url").GetString()!), BatonHost.Stop);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], content[..4]);
    }

    [Fact]
    public async Task Chat_OfAnAdapter_IsTheWholeAnswerWithItsUsage()
    {
        var output = (await scene.Ended("chat", "fine")).GetProperty("steps")[0].GetProperty("output");

        Assert.Equal("Rings on the water.", output.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", output.GetProperty("choices")[0].GetProperty("finishReason").GetString());
        Assert.Equal(11, output.GetProperty("usage").GetProperty("totalTokens").GetInt32());
    }

    [Theory]
    [InlineData("chat", 0.000046)]
    [InlineData("openai", 0.00802)]
    [InlineData("fal", 0.05)]
    [InlineData("replicate", 0.002)]
    public async Task Cost_OfAJob_IsToldByExplain(string adapter, double dollars)
    {
        var workflow = await scene.Ended(adapter, "fine");

        var explained = (await scene.Caller.Send("GET", $"{Calls.Workflows}/{workflow.GetProperty("id").GetString()}/explain")).Json;

        Assert.Equal(dollars, explained.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("costDollars").GetDouble(), 9);
    }

    [Theory]
    [InlineData("comfy")]
    [InlineData("fal")]
    [InlineData("replicate")]
    public async Task Request_ThatIsCanceledUnderWay_IsStoppedAtTheService(string adapter)
    {
        var prompt = $"rings {adapter} hang";
        var server = scene.ServerOf(adapter);
        var id = await scene.Caller.Submitted(AdapterInputs.Workflow(adapter, prompt), "");
        await server.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, BatonHost.Stop);

        await scene.Caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        await Until(() => server.Stopped.Contains(prompt));
        Assert.Equal(1, server.Made(prompt));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("openai")]
    [InlineData("a1111")]
    public async Task Connection_OfAJobThatIsCanceled_IsClosed(string adapter)
    {
        var prompt = $"{adapter} closed hang";
        var id = await scene.Caller.Submitted(AdapterInputs.Workflow(adapter, prompt), "");
        await Until(() => scene.ServerOf(adapter).Made(prompt) == 1);

        await scene.Caller.Send("DELETE", $"{Calls.Workflows}/{id}");

        await Until(() => scene.ServerOf(adapter).Stopped.Contains(prompt));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task Until(Func<bool> holds)
    {
        for (var left = 1200; !holds(); left--)
        {
            Assert.True(left > 0, "It did not come to that within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, BatonHost.Stop);
        }
    }
}
