using System.Text.Json;
using Baton.Accounts;
using Baton.Jobs;

namespace Baton.Moderation;

/// <summary>A job whose texts are to be looked at.</summary>
/// <param name="Input">The job's input, references resolved.</param>
internal sealed record ModerationRequest(JobId Job, string StepType, AccountId Account, JsonElement Input)
{
    public IEnumerable<ModeratedText> Texts => ModeratedText.In(Input);
}
