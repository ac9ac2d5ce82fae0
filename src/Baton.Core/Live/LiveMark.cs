using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Workflows;

namespace Baton.Live;

/// <summary>
/// A fingerprint of all that live updates tell of one workflow: whoever has seen everything up to a mark and meets the same mark again has missed nothing. It
/// comes from the state alone, so it outlives the process that told it.
/// </summary>
public static class LiveMark
{
    private const int BytesKept = 12;

    public static string Of(WorkflowState workflow)
    {
        var told = new StringBuilder();
        told.Append((int)workflow.Status);
        foreach (var step in workflow.Steps)
        {
            told.Append('/').Append((int)step.Status);
            foreach (var job in step.Jobs)
            {
                // The epoch tells a job that went back to the pool and was claimed again from one that was never given back.
                told.Append(CultureInfo.InvariantCulture, $",{(int)job.Status}.{job.Epoch}.{job.Progress:R}.{job.Preview}");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told.ToString())).AsSpan(0, BytesKept));
    }
}
