using Baton.Providers.Sandbox;
using Xunit;

namespace Baton.Tests.Sandbox;

public sealed class SandboxLineTests
{
    [Fact]
    public void Line_WithEverything_IsRead()
    {
        var provider = SandboxLine.Read(
            "fast engine=flux2,wan type=imageGen slots=8 media=tiny seed=4 latency=lognormal(200ms,0.5) firstbyte=1s download=1.5MB refuse=knife,blood transient=0.02 crash=0.01");

        Assert.Equal(("fast", 8, SandboxMedia.Tiny), (provider.Name, provider.Slots, provider.Media));
        Assert.Equal(["flux2", "wan"], provider.Engines);
        Assert.Equal(["imageGen"], provider.Types);
        Assert.Equal(["knife", "blood"], provider.Temper.RefusedWords);
        Assert.Equal(new Latency.Lognormal(TimeSpan.FromMilliseconds(200), 0.5), provider.Temper.Latency);
        Assert.Equal((TimeSpan.FromSeconds(1), 1_500_000, 4), (provider.Temper.FirstByte, provider.Temper.BytesPerSecond, provider.Temper.Seed));
        Assert.Equal([(Fate.Transient, 0.02), (Fate.Crash, 0.01)], provider.Temper.Chances.Select(chance => (chance.Key, chance.Value)));
    }

    [Fact]
    public void Line_OfANameAlone_RunsEveryStepTypeAtOnceAndWell()
    {
        var provider = SandboxLine.Read("all");

        Assert.Equal(SandboxLine.Types, provider.Types);
        Assert.Equal((TimeSpan.Zero, Fate.Success), provider.Temper.Draw("all", "a job", 1));
    }

    [Theory]
    [InlineData("", "A line begins with a name")]
    [InlineData("Fast", "A line begins with a name")]
    [InlineData("fast latency", "'latency' is no setting; one is written KEY=VALUE")]
    [InlineData("fast speed=2", "'speed' is no setting of a sandbox provider. Known: engine, type,")]
    [InlineData("fast slots=0", "'0' is not valid for slots. Allowed: a whole number from 1 to 1024.")]
    [InlineData("fast type=imageGen,mediaHash", "'mediaHash' is not valid for type. Allowed: imageGen, videoGen,")]
    [InlineData("fast engine=flux9", "'flux9' is not valid for engine. Allowed: comfy, fal, flux, flux1-kontext, flux2,")]
    [InlineData("fast media=small", "'small' is not valid for media. Allowed: full, tiny, none.")]
    [InlineData("fast latency=200", "'200' is no latency. It is a duration such as 200ms")]
    [InlineData("fast latency=normal(1s,2s)", "'normal(1s,2s)' is no latency.")]
    [InlineData("fast latency=pareto(1s,0)", "'0' in 'pareto(1s,0)' must be a number from 0.1 to 100.")]
    [InlineData("fast latency=90m", "'90m' is too long")]
    [InlineData("fast transient=2", "'2' is not valid for transient. Allowed: a number from 0 to 1.")]
    [InlineData("fast transient=0.6 hang=0.6", "add up to 1.2")]
    [InlineData("fast download=fast", "'fast' is not valid for download.")]
    [InlineData("fast success=1", "'success' is no setting")]
    public void Line_ThatIsWrong_IsRefusedInWords(string line, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => SandboxLine.Read(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_WithALineWhereTheListShouldBegin_SayHowAListIsWritten() => Assert.Equal(
        "Sandbox__Providers: 'fast' stands where a list should; set Sandbox__Providers__0, and so on.",
        Assert.Single(new SandboxOptionsValidator([], "fast").Validate(null, new SandboxOptions()).Failures!));

    [Fact]
    public void Options_WithSeveralWrongLines_NameEachPlace()
    {
        var options = new SandboxOptions { Enabled = true, Providers = ["sandbox", "x slots=no", "images"] };

        var failures = new SandboxOptionsValidator(["images"]).Validate(null, options).Failures!.ToList();

        Assert.Equal(3, failures.Count);
        Assert.StartsWith("Sandbox__Providers__1: 'no' is not valid for slots.", failures[0], StringComparison.Ordinal);
        Assert.Equal("Sandbox__Providers__2: the name 'images' is another provider's already.", failures[1]);
        Assert.StartsWith("Sandbox__Enabled: the name 'sandbox' is another provider's already.", failures[2], StringComparison.Ordinal);
    }
}
