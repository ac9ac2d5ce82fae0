using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Steps;

namespace Baton.Core.Tests.Steps;

/// <summary>Steps for tests. They are understood by <see cref="InputPlanner"/>.</summary>
internal static class AStep
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>A step that emits this many jobs once those it depends on have succeeded.</summary>
    public static StepDefinition Of(int jobs, int retries = 0, TimeSpan? timeout = null, params int[] dependsOn) =>
        new("step", "work", Emitting(jobs), Priority.Normal, timeout ?? Timeout, retries, [.. dependsOn]);

    /// <summary>A step whose input turns out bad when it is planned.</summary>
    public static StepDefinition Unplannable(string fault, int retries = 0) =>
        new("step", "work", JsonSerializer.SerializeToElement(fault), Priority.Normal, Timeout, retries, []);

    public static StepDefinition OneJob { get; } = Of(jobs: 1);

    public static StepDefinition OneJobAfter(params int[] dependsOn) => Of(jobs: 1, dependsOn: dependsOn);

    /// <summary>The input of a step that emits this many jobs.</summary>
    public static JsonElement Emitting(int jobs) => JsonElement.Parse(jobs.ToString(CultureInfo.InvariantCulture));
}
