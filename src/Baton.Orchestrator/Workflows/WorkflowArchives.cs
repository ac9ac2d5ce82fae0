using System.Globalization;
using Baton.Blobs;
using Baton.Recipes;
using Baton.Requests;
using Microsoft.AspNetCore.Http.Extensions;

namespace Baton.Workflows;

/// <summary>Gives a page of a listing as the files that its workflows made: a folder for each workflow, and in it a file for each blob, named by its step.</summary>
internal sealed class WorkflowArchives(IBlobs blobs, RecipeCatalogue recipes)
{
    public const string MediaType = "application/zip";

    /// <summary>A page ends early, but not before its first workflow, rather than hold more files than this: what is known of them is kept in memory.</summary>
    private const int FilesMax = 10_000;

    /// <summary>Whether a zip is more welcome than JSON; whoever takes either gets JSON.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        AcceptedTypes.QualityOf(request, MediaType) > AcceptedTypes.QualityOf(request, "application/json");

    /// <summary>Streams the archive. A zip has no place for a cursor, so the address of the next page stands in the header <c>Link</c>.</summary>
    /// <param name="found">Up to one more than <paramref name="take"/>; the extra one says that there is a next page.</param>
    public async Task<IResult> Give(HttpContext context, IReadOnlyList<WorkflowState> found, int take, bool hideMatureContent)
    {
        var files = new List<ArchiveMember>();
        var taken = 0;
        foreach (var workflow in found.Take(take))
        {
            var own = await FilesOf(workflow, hideMatureContent, context.RequestAborted);
            if (taken > 0 && files.Count + own.Count > FilesMax)
            {
                break;
            }

            files.AddRange(own);
            taken++;
        }

        if (WorkflowListing.Next(found, taken) is { } next)
        {
            context.Response.Headers.Link = $"<{AddressOf(context.Request, next)}>; rel=\"next\"";
        }

        return new ArchiveResult(new OpenArchive("workflows", Tar: false, files));
    }

    /// <summary>What has passed its lifetime is left out, as is what is hidden.</summary>
    private async Task<List<ArchiveMember>> FilesOf(WorkflowState workflow, bool hideMatureContent, CancellationToken cancellationToken)
    {
        var visible = new WorkflowView(workflow, recipes, hideMatureContent).VisibleBlobs;
        var names = new EntryNames();
        var files = new List<ArchiveMember>();
        for (var step = 0; step < workflow.Steps.Length; step++)
        {
            BlobId[] made = [.. workflow.Steps[step].CurrentJobs().SelectMany(job => job.Blobs).Distinct().Where(visible.Contains)];
            for (var i = 0; i < made.Length; i++)
            {
                if (await blobs.Find(workflow.Account, made[i], cancellationToken) is { } blob && File.Exists(blobs.PathOf(blob)))
                {
                    var number = made.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{i + 1}");
                    var name = names.Next($"{workflow.Definition.Steps[step].Name}{number}{Path.GetExtension(blob.Id.Value)}");
                    files.Add(new ArchiveMember($"{workflow.Id}/{name}", blobs.PathOf(blob), blob.CreatedAt));
                }
            }
        }

        return files;
    }

    private static string AddressOf(HttpRequest request, string cursor)
    {
        var query = request.Query.Where(parameter => parameter.Key != WorkflowParameters.Cursor.Name).SelectMany(
            parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value ?? ""));
        return $"{request.PathBase}{request.Path}{new QueryBuilder(query) { { WorkflowParameters.Cursor.Name, cursor } }}";
    }
}
