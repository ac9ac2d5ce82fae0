using System.Text.Json;

namespace Baton.Client.Workers;

/// <summary>
/// Runs jobs of one step type. A worker finds the job, keeps the lease alive and reports the outcome; the handler does the work.
/// It ends in one of four ways: it returns the output; it throws <see cref="JobFailedException"/> with the kind of failure; it
/// honours the cancellation; or it throws anything else, which counts as transient trouble of this provider.
/// </summary>
public interface IJobHandler
{
    /// <summary>The step type, such as <c>convertImage</c>.</summary>
    string Type { get; }

    /// <summary>A JSON Schema of the inputs it takes; null: all that the step type takes.</summary>
    JsonElement? Accepts => null;

    /// <summary>Runs one job and returns the output of its step.</summary>
    Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken);
}
