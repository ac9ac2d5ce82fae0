using System.Globalization;
using System.Text.Json;
using Baton.Tests.Docs;
using Baton.WorkerChecks;
using Xunit;

namespace Baton.Tests.WorkerChecks;

/// <summary>Workers, and how they are checked here.</summary>
internal static class Checked
{
    public const double LeaseSeconds = 3;

    /// <summary>Long enough for a good worker that gets little of a busy machine.</summary>
    public const double PatientLeaseSeconds = 9;

    public static string[] Python => ["python3", Path.Combine(Checkout.Root, "samples", "worker", "worker.py")];

    /// <summary>Built as these tests are.</summary>
    public static string[] CSharp => [Path.Combine(Checkout.Root, "samples", "worker-csharp", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "worker-sample")];

    public static Task<IReadOnlyList<CheckResult>> Run(string type, string[] command, double workSeconds, IReadOnlyList<string> only, double patience = 120, double lease = LeaseSeconds) => WorkerCheck.Run(
        new CheckPlan
        {
            Type = type,
            Input = JsonElement.Parse(type == "echo" ? """{ "message": "Is anybody there?" }""" : """{ "text": "Is anybody there?" }"""),
            Command = ["env", $"WORK_SECONDS={workSeconds.ToString(CultureInfo.InvariantCulture)}", .. command],
            Lease = TimeSpan.FromSeconds(lease),
            Patience = TimeSpan.FromSeconds(patience),
            Only = only.ToHashSet(),
        },
        TimeProvider.System,
        _ => { },
        TestContext.Current.CancellationToken);
}
