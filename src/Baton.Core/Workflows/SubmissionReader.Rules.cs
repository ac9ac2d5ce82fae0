using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Rules that a schema cannot say.</summary>
public sealed partial class SubmissionReader
{
    private void CheckSizes(JsonElement body, JsonPlace at, Findings findings)
    {
        CheckSize(JsonMembers.Find(body, "metadata"), "metadata", limits.MetadataBytesMax, at, findings);
        CheckSize(JsonMembers.Find(body, "arguments"), "arguments", limits.ArgumentsBytesMax, at, findings);
    }

    private static void CheckSize(JsonElement? value, string name, int bytesMax, JsonPlace at, Findings findings)
    {
        if (value is { } known && JsonMarshal.GetRawUtf8Value(known).Length is var bytes && bytes > bytesMax)
        {
            findings.Fault(at.Of(name), $"{name} has {bytes} bytes. Allowed: at most {bytesMax}.");
        }
    }

    private void CheckTimeout(TimeSpan? timeout, JsonPlace at, Findings findings)
    {
        if (timeout is { } span && (span < limits.StepTimeoutMin || span > limits.StepTimeoutMax))
        {
            findings.Fault(
                at.Of("timeout"),
                $"The value '{span:c}' is not valid for timeout. Allowed: {limits.StepTimeoutMin:c} to {limits.StepTimeoutMax:c}.");
        }
    }

    // The URL is not repeated in the message: its query may hold a secret.
    private void CheckCallbacks(JsonElement body, JsonPlace at, Findings findings)
    {
        foreach (var (callback, index) in JsonMembers.Items(body, "callbacks"))
        {
            if (JsonMembers.Text(callback, "url") is { } text && limits.WhyCallbackRefused(text) is { } why)
            {
                at.Enter("callbacks").Enter(index);
                findings.Fault(at.Of("url"), $"The value is not valid for url, because {why}.");
                JsonMembers.Leave(at, 2);
            }
        }
    }

    private static void CheckEphemeral(JsonElement body, bool waits, JsonPlace at, Findings findings)
    {
        if (JsonMembers.Flag(body, "ephemeral") == true && !waits && !JsonMembers.Items(body, "callbacks").Any())
        {
            findings.Fault(at.Of("ephemeral"), "An ephemeral workflow is forgotten when it ends; it needs a callback, or wait, to report to.");
        }
    }
}
