using System.CommandLine;

namespace Baton.Commands;

/// <summary>Which workflow a command is about.</summary>
internal static class WorkflowIdArgument
{
    public static Argument<string> Create()
    {
        var id = new Argument<string>("ID") { Description = "The workflow's id" };
        id.Validators.Add(result =>
        {
            var text = result.Tokens is [var token, ..] ? token.Value : "";
            if (text.Length == 0 || text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
            {
                result.AddError("ID must be the id of a workflow, as `baton list` shows it.");
            }
        });
        return id;
    }
}
