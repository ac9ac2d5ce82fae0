using System.Text.Json;
using Baton.Commands;
using Baton.Tests.Cli;
using Baton.WorkerChecks;
using Xunit;

namespace Baton.Tests.WorkerChecks;

/// <summary>The kit by which authors check their workers, on good ones.</summary>
public sealed class WorkerCheckTests
{
    private static readonly string[] OfLongJobs = ["renew", "progress", "cancel", "hand-back"];
    private static readonly string[] OfAnyJobs = [.. WorkerCheck.All.Select(check => check.Name).Except(OfLongJobs)];

    [Fact]
    public async Task Samples_Checked_PassWhateverCanBeSeen()
    {
        var runs = await Task.WhenAll(
            Checked.Run("echo", Checked.Python, workSeconds: 0, OfAnyJobs),
            Checked.Run("echo", Checked.Python, Checked.PatientLeaseSeconds + 0.5, OfLongJobs, lease: Checked.PatientLeaseSeconds),
            Checked.Run("textToSpeech", Checked.CSharp, workSeconds: 0, OfAnyJobs),
            Checked.Run("textToSpeech", Checked.CSharp, Checked.PatientLeaseSeconds + 0.5, OfLongJobs, lease: Checked.PatientLeaseSeconds));

        var results = runs.SelectMany(run => run).ToList();
        Assert.All(results, result => Assert.True(result.Verdict == CheckVerdict.Passed || result.Name == "upload", $"{result.Name}: {result.Words}"));
        Assert.Equal([CheckVerdict.Skipped, CheckVerdict.Passed], results.Where(result => result.Name == "upload").Select(result => result.Verdict));
        Assert.Equal(2 * WorkerCheck.All.Count, results.Count);
    }

    [Fact]
    public async Task Command_OnAWorker_PrintsATableAndEndsByIt()
    {
        using var baton = new BatonProgram();

        var good = await baton.Run(["worker-check", "--type", "echo", "--only", "register", "job", "renew", "--", .. Checked.Python]);
        var bad = await baton.Run("worker-check", "--type", "echo", "--only", "register", "--json", "--", "sh", "-c", "echo lost; exit 5");

        Assert.True(good.ExitCode == ExitCode.Done, good.StandardOutput + good.StandardError);
        Assert.Contains("passed    register    Registered for echo with 2 slots.", good.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("2 passed, 0 failed, 1 could not be seen", good.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, bad.ExitCode);
        var told = JsonElement.Parse(bad.StandardOutput)[0];
        Assert.Equal(("register", "failed"), (told.GetProperty("check").GetString(), told.GetProperty("verdict").GetString()));
        Assert.Contains("code 5", told.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Contains("lost", told.GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker-check", "--type", "convertImage", "--", "true")]
    [InlineData("worker-check", "--", "true")]
    [InlineData("worker-check", "--type", "echo", "--lease", "0", "--", "true")]
    [InlineData("worker-check", "--type", "echo", "--only", "nonsense", "--", "true")]
    public async Task Command_ThatIsWrong_IsRefused(params string[] arguments)
    {
        using var baton = new BatonProgram();

        var result = await baton.Run(arguments);

        Assert.Equal((ExitCode.Refused, ""), (result.ExitCode, result.StandardOutput));
        Assert.StartsWith("baton: ", result.StandardError, StringComparison.Ordinal);
    }
}
