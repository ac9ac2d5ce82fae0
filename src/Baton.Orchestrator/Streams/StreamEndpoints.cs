using Baton.Contracts.Workflows;
using Baton.Problems;
using Baton.Requests;
using Baton.Workflows;

namespace Baton.Streams;

/// <summary>Reads what a step's job says while it says it.</summary>
internal static class StreamEndpoints
{
    public const string Path = "/v2/consumer/streaming-blobs";

    public static void MapStreams(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path + "/{blobKey}", Get)
            .WithTags("StreamingBlobs")
            .WithName("GetStreamingBlob")
            .WithSummary("Follows the lines that a step writes while it runs, from the first on, until it has ended. The key stands in the step's metadata as streamUrl; no token is needed.")
            .AllowAnonymous()
            .Produces<string>(200, "application/x-ndjson")
            .Refuses(Problem.BlobNotFound);

    private static async Task<IResult> Get(string blobKey, JobStreams streams, IWorkflows workflows, StreamEnds ends, HttpContext context)
    {
        var aborted = context.RequestAborted;
        if (streams.Read(blobKey) is not { } name || await workflows.Find(name.Account, name.Workflow, aborted) is not { } workflow || name.Step >= workflow.Steps.Length)
        {
            return Problem.BlobNotFound.ToResult();
        }

        // Nobody will write any more, and what there was is gone.
        if (workflow.Status.IsTerminal() && !streams.Exists(name.Workflow, name.Step))
        {
            return Problem.BlobNotFound.ToResult();
        }

        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.StartAsync(aborted);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await foreach (var line in streams.Lines(name.Workflow, name.Step, ends.OfStep(workflow, name.Step, waiting.Token), aborted))
        {
            await context.Response.WriteAsync(line + "\n", aborted);
            await context.Response.Body.FlushAsync(aborted);
        }

        await waiting.CancelAsync();
        return Results.Empty;
    }
}
