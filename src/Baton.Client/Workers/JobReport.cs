using System.Text.Json;
using Baton.Contracts.Workers;

namespace Baton.Client.Workers;

/// <summary>What came of a job.</summary>
internal abstract record JobReport
{
    private JobReport()
    {
    }

    /// <summary>For logs.</summary>
    public abstract string Name { get; }

    public sealed record Done(JsonElement Output) : JobReport
    {
        public override string Name => "done";
    }

    public sealed record Failed(JobFailureType Kind, string Message) : JobReport
    {
        public override string Name => "failed";
    }

    public sealed record HandedBack : JobReport
    {
        public override string Name => "handed back";
    }
}
