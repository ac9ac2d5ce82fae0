using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Chat;

/// <summary>The chat endpoint that programs made for OpenAI's API call.</summary>
internal sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>How long a call waits for its answer, or for the first part of one that is streamed; then its workflow is canceled and the answer is a 504. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(60);
}

[OptionsValidator]
internal sealed partial class ChatOptionsValidator : IValidateOptions<ChatOptions>;
