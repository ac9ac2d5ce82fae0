using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Problems;
using Baton.Recipes;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Moves media that stands in the inputs themselves to blobs, so that a workflow's document stays small.</summary>
internal sealed class InlineInputs(RecipeCatalogue recipes, InlineMedia media)
{
    /// <param name="placeOf">Where the caller wrote the input of the step with this index, with a dot behind it unless it is the body itself.</param>
    public async Task<OrProblem<WorkflowDefinition>> Move(
        AccountId account, WorkflowDefinition definition, Func<int, string> placeOf, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        for (var i = 0; i < definition.Steps.Length; i++)
        {
            var step = definition.Steps[i];
            var inline = recipes.Find(step.Type)!.FindMedia(step.Input).RemoveAll(source => !source.IsInline);
            if (inline is [])
            {
                continue;
            }

            var moved = await Move(account, inline, placeOf(i), faults, cancellationToken);
            definition = definition.WithStep(i, step with { Input = MediaSources.Replace(step.Input, inline, moved.Urls) }) with
            {
                InputBlobs = definition.InputBlobs.AddRange(moved.Blobs),
            };
        }

        return faults.Count > 0 ? Problem.Invalid(faults) : definition;
    }

    private async Task<(Dictionary<string, string> Urls, List<BlobId> Blobs)> Move(
        AccountId account, ImmutableArray<MediaSource> sources, string place, List<Fault> faults, CancellationToken cancellationToken)
    {
        var (urls, blobs) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<BlobId>());
        foreach (var source in sources)
        {
            switch (await media.Store(account, source.Text.GetString()!, cancellationToken))
            {
                case StoredInline.Done done:
                    urls.Add(source.Path, done.Url);
                    blobs.Add(done.Blob);
                    break;
                case StoredInline.Refused refused:
                    faults.Add(new Fault(place + source.Path, refused.Message));
                    break;
            }
        }

        return (urls, blobs);
    }
}
