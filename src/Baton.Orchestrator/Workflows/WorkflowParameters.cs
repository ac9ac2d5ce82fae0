using Baton.Requests;

namespace Baton.Workflows;

/// <summary>The query parameters of the operations on workflows.</summary>
internal static class WorkflowParameters
{
    /// <summary>Gateways cut a request after 100 seconds; the answer has to be on its way before that.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(95);

    public const int TakeMax = 1000;
    private const int CursorLengthMax = 200;
    private const int TextLengthMax = 1000;
    private const int TagsMax = 10;

    public static readonly QueryParameter<TimeSpan> Wait =
        QueryParameter.Seconds("wait", "Seconds to wait for the workflow before answering. What exceeds 95 counts as 95, so that the answer leaves within the 100-second request limit.", WaitMax);

    public static readonly QueryParameter<WaitUntil> Until =
        QueryParameter.OneOf("until", "What to wait for: the end of the workflow, or any change of its status or of a step: its status, progress, metadata or what the caller may change of it. Changes count from when the request arrives.", WaitUntil.Completion);

    public static readonly QueryParameter<bool> WhatIf =
        QueryParameter.Flag("whatif", "Checks and prices the request and answers what it would become, without running or keeping anything.");

    public static readonly QueryParameter<bool> HideMatureContent =
        QueryParameter.Flag("hideMatureContent", "Leaves out the URLs of blobs that are rated mature.");

    public static readonly QueryParameter<bool> HideMatureContentInList =
        QueryParameter.Flag("hideMatureContent", "Leaves out the URLs of blobs that are rated mature. On unless switched off.", otherwise: true);

    public static readonly QueryParameter<string?> Cursor =
        QueryParameter.Text("cursor", "Where to go on: the next member of the page before.", CursorLengthMax);

    public static readonly QueryParameter<int> Take =
        QueryParameter.WholeNumber("take", "How many workflows a page holds at most.", 1, TakeMax, 100);

    public static readonly QueryList Tags = new("tags", "Only workflows that have all of these tags.", TagsMax);

    public static readonly QueryList ExcludeTags = new("excludeTags", "No workflows that have one of these tags.", TagsMax);

    public static readonly QueryParameter<string?> Query =
        QueryParameter.Text("query", "Only workflows whose metadata contains this text; case does not matter.", TextLengthMax);

    public static readonly QueryParameter<bool> Ascending =
        QueryParameter.Flag("ascending", "Oldest first. Newest first unless switched on.");

    public static readonly QueryParameter<DateTimeOffset?> FromDate =
        QueryParameter.Instant("fromDate", "Only workflows created at this instant or later.");

    public static readonly QueryParameter<DateTimeOffset?> ToDate =
        QueryParameter.Instant("toDate", "Only workflows created at this instant or before.");

    public static readonly QueryParameter<bool> ExcludeFailed =
        QueryParameter.Flag("excludeFailed", "Leaves out failed, expired and canceled workflows.");
}
