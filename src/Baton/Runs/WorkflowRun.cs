using System.Net;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Commands;
using Baton.Contracts.Workflows;
using Baton.Progress;
using Baton.Results;
using Baton.Terminals;
using Baton.WorkflowFiles;
using Spectre.Console;

namespace Baton.Runs;

/// <summary>
/// Takes a workflow file all the way:
/// 1. read it and upload the files it mentions;
/// 2. submit it;
/// 3. show how it gets on until it has ended — Ctrl-C cancels it on the server;
/// 4. download what there is, also when some step failed;
/// 5. say how it went.
/// </summary>
internal sealed class WorkflowRun(BatonClient client, Terminal terminal)
{
    private static readonly TimeSpan CancelDurationMax = TimeSpan.FromSeconds(5);

    public async Task<int> Execute(RunOrder order, CancellationToken cancellationToken)
    {
        var template = await Prepare(order, cancellationToken);
        var submitted = await client.Submit(template.ToJsonString(), cancellationToken: cancellationToken);
        var report = new RunReport(terminal);
        report.Submitted(submitted);

        if (await FollowOrCancel(submitted, cancellationToken) is not { } ended)
        {
            return ExitCode.Interrupted;
        }

        var download = new ResultDownload(client, order.Folder ?? FileName.Safe(ended.Id));
        var files = await download.Save(ResultFiles.Of(ended), cancellationToken);
        report.Ended(ended, files);

        return ended.Status == WorkflowStatus.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<JsonObject> Prepare(RunOrder order, CancellationToken cancellationToken)
    {
        var file = WorkflowFile.Read(order.File);
        file.SetArguments(await GivenArguments(order, cancellationToken));
        await UploadFiles(file.Template, file.Directory, cancellationToken);
        return file.Template;
    }

    /// <summary>What was typed on the command line is relative to where it was typed, not to the workflow file.</summary>
    private async Task<JsonObject> GivenArguments(RunOrder order, CancellationToken cancellationToken)
    {
        var given = new JsonObject(order.Arguments.Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)argument.Value)));
        await UploadFiles(new JsonObject { ["arguments"] = given }, Environment.CurrentDirectory, cancellationToken);
        return given;
    }

    private Task UploadFiles(JsonObject template, string directory, CancellationToken cancellationToken) =>
        new FileUploads(client, directory, (path, bytes) => terminal.Line($"[grey]uploads[/] {Markup.Escape(path)}  {Amounts.Bytes(bytes)}"))
            .Replace(template, cancellationToken);

    /// <summary>The workflow when it has ended; null when it was interrupted.</summary>
    private async Task<Workflow?> FollowOrCancel(Workflow submitted, CancellationToken cancellationToken)
    {
        try
        {
            return await View().Follow(client.Watch(submitted, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Cancel(submitted.Id);
            return null;
        }
        catch (HttpRequestException e)
        {
            throw new HttpRequestException(e.HttpRequestError, $"{e.Message}; {submitted.Id} is kept and goes on with the server, see: baton get {submitted.Id}", e.InnerException);
        }
    }

    private async Task Cancel(string workflowId)
    {
        using var limit = new CancellationTokenSource(CancelDurationMax);
        try
        {
            await client.Cancel(workflowId, limit.Token);
            terminal.Error([$"interrupted: {workflowId} is canceled"]);
        }
        catch (BatonProblemException e) when (e.Status == HttpStatusCode.Conflict)
        {
            terminal.Error([$"interrupted: {workflowId} had ended just before"]);
        }
    }

    private IProgressView View() => terminal switch
    {
        { Json: true } => new NoProgress(),
        { IsInteractive: true } => new ProgressBars(terminal.Live),
        _ => new ProgressLines(terminal),
    };
}
