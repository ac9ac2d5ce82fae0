using Baton.Client.Workers;
using Baton.Providers.Media;
using NetVips;

namespace Baton.Providers.Images;

/// <summary>What a caller hears when libvips gives up: nearly always the picture is broken, seldom the machine is full.</summary>
internal static class PictureFailure
{
    public static JobFailedException Of(VipsException broken) =>
        broken.Message.Contains("No space left", StringComparison.Ordinal) || broken.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            ? new JobFailedException(JobFailure.Transient, "The provider's machine has no room left for this picture.", broken)
            : new JobFailedException(JobFailure.Invalid, $"The picture is broken or cannot be converted{Why(broken.Message)}", broken);

    /// <summary>Which function of the library failed says nothing to a caller, and is at times all that it says.</summary>
    private static string Why(string message)
    {
        var told = message.Split('\n').Where(line => line.Trim().Length > 0 && !line.StartsWith("unable to call ", StringComparison.Ordinal)).ToList();
        return told is [] ? "." : $": {PublicWords.Of(string.Join('\n', told))}";
    }
}
