using Baton.Tests.Cli;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>Runs the C# sample as a visitor does.</summary>
[Collection(ServerProcessCollection.Name)]
public sealed class QuickStartTests(ServerProcess server)
{
    [Fact]
    public async Task TheQuickStart_Run_SubmitsWaitsAndShowsARefusal()
    {
        // Built beside this assembly, in the same configuration.
        var built = Path.GetRelativePath(Path.Combine(Checkout.Root, "tests", "Baton.Tests"), AppContext.BaseDirectory);

        var result = await CliWrap.Cli.Wrap(Path.Combine(Checkout.Root, "samples", "quick-start", built, "quick-start"))
            .WithEnvironmentVariables(variables => variables.Set("DOTNET_ROOT", BatonProgram.DotnetRoot()).Set("BATON_URL", server.Url).Set("BATON_TOKEN", server.Token))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(
            """
            hello: Succeeded, Hello from C#
            again: Succeeded, Hello from C#
            refused: 400 validation, fault of the caller
              steps[0].input.message: The value 7 is not valid for message. It must be text.

            """,
            result.StandardOutput);
    }
}
