using System.Globalization;
using System.Text.Json.Serialization;
using Baton.Ids;
using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>
/// Names a job: <c>job_</c>, the ULID of its workflow, the index of its step and its number within the step. So a report about
/// a job finds its workflow without an index, and the core can name jobs without a source of ids. Callers treat it as opaque.
/// </summary>
[JsonConverter(typeof(StringIdConverter<JobId>))]
public readonly record struct JobId(string Value) : IStringId<JobId>
{
    private const int UlidLength = 26;

    public static JobId From(string value) => new(value);

    /// <summary>The id of the job with this number in the step with this index.</summary>
    public static JobId For(WorkflowId workflow, int step, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"job_{workflow.Value.AsSpan(workflow.Value.IndexOf('_', StringComparison.Ordinal) + 1)}_{step}_{number}"));

    /// <summary>The workflow that a job of this name would belong to; false for what is no job's name.</summary>
    public static bool TryReadWorkflow(string text, out WorkflowId workflow)
    {
        var parts = text.Split('_', 5);
        workflow = parts is ["job", { Length: UlidLength } ulid, { Length: > 0 }, { Length: > 0 }] && ulid.All(char.IsAsciiLetterOrDigit)
            ? new WorkflowId("wf_" + ulid)
            : default;
        return workflow != default;
    }

    /// <summary>The index of the step that a job of this name would belong to; false for what is no job's name.</summary>
    public static bool TryReadStep(string text, out int step)
    {
        step = 0;
        return text.Split('_', 5) is ["job", _, var index, _] && int.TryParse(index, CultureInfo.InvariantCulture, out step);
    }

    public override string ToString() => Value;
}
