using System.Globalization;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Workflows;
using CsCheck;
using Xunit;

namespace Baton.Tests.Storage;

public abstract partial class WorkflowStoreContract
{
    private static readonly string[] SomeTags = ["a", "b", "c"];
    private static readonly string[] SomeWords = ["red fox", "Blue Fox", "green"];
    private static readonly string[] SoughtTexts = ["", "fox", "RED", "word", "nothing"];

    private static readonly Gen<string[]> GenTags = Gen.Int[0, 2].Select(i => SomeTags[i]).Array[0, 3].Select(tags => tags.Distinct().ToArray());

    private static readonly Gen<WorkflowState> GenWorkflow =
        Gen.Select(Gen.Enum<WorkflowStatus>(), GenTags, Gen.Int[-1, 2], Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 5])
            .Select((status, tags, word, second, ephemeral, deleted) =>
            {
                var workflow = AWorkflow.Running().WithTags(tags) with { CreatedAt = AWorkflow.Now.AddSeconds(second), Status = status };
                workflow = word < 0 ? workflow : workflow.WithMetadata($$"""{"word":"{{SomeWords[word]}}"}""");
                workflow = ephemeral ? workflow.Ephemeral() : workflow;
                workflow = deleted == 0 ? workflow with { DeletedAt = AWorkflow.Now } : workflow;
                return status.IsTerminal() ? workflow.End(status) : workflow;
            });

    private static readonly Gen<WorkflowQuery> GenQuery =
        Gen.Select(
            Gen.Select(Gen.Int[0, 20], Gen.Int[1, 8], Gen.Bool, Gen.Bool),
            Gen.Select(GenTags, GenTags, Gen.Int[0, 4].Select(i => SoughtTexts[i]), Gen.Int[-5, 9], Gen.Int[0, 14]))
        .Select((page, conditions) => AQuery.All with
        {
            After = page.Item1 is var after && after < 15 ? AWorkflow.Id(after) : null,
            Take = page.Item2,
            Ascending = page.Item3,
            ExcludeFailed = page.Item4,
            Tags = conditions.Item1,
            ExcludeTags = conditions.Item2,
            Text = conditions.Item3,
            From = conditions.Item4 < 0 ? null : AWorkflow.Now.AddSeconds(conditions.Item4),
            To = conditions.Item5 > 9 ? null : AWorkflow.Now.AddSeconds(conditions.Item5),
        });

    /// <summary>Each sample saves workflows under ids of its own account, changes some of them, and asks.</summary>
    [Fact]
    public async Task AnyQuery_OfAnyWorkflows_FindsWhatAListWould()
    {
        var account = 0;
        await Gen.Select(GenWorkflow.Array[1, 15], GenWorkflow.Array[15], GenQuery.Array[1, 8]).SampleAsync(
            async (first, second, queries) =>
            {
                var owner = new AccountId($"account-{++account}");
                var saved = await SaveAndChange(first, second, owner, 100 * account);

                foreach (var query in queries.Select(query => InAccount(query, owner, 100 * account)))
                {
                    Assert.Equal(Matching(saved, query), await Ids(query));
                }
            },
            iter: 60,
            threads: 1);
    }

    private async Task<List<WorkflowState>> SaveAndChange(WorkflowState[] first, WorkflowState[] second, AccountId owner, int offset)
    {
        var saved = new List<WorkflowState>();
        for (var i = 0; i < first.Length; i++)
        {
            var workflow = await Saved(first[i] with { Id = AWorkflow.Id(offset + i), Account = owner });
            var changed = second[i] with { Id = workflow.Id, Account = owner, CreatedAt = workflow.CreatedAt, Definition = workflow.Definition };
            saved.Add(await Store.Save(new WorkflowWrite(changed, 1)) is SaveResult.Saved ? changed : workflow);
        }

        return saved;
    }

    private static WorkflowQuery InAccount(WorkflowQuery query, AccountId owner, int offset) => query with
    {
        Account = owner,
        After = query.After is { } after ? AWorkflow.Id(offset + int.Parse(after.Value.AsSpan(3), CultureInfo.InvariantCulture)) : null,
    };

    private static IEnumerable<WorkflowId> Matching(List<WorkflowState> workflows, WorkflowQuery query)
    {
        var matching = workflows.Where(workflow => Matches(workflow, query)).Select(workflow => workflow.Id);
        var ordered = query.Ascending ? matching.OrderBy(id => id.Value, StringComparer.Ordinal) : matching.OrderByDescending(id => id.Value, StringComparer.Ordinal);
        return ordered
            .Where(id => query.After is not { } after || (query.Ascending ? 1 : -1) * string.CompareOrdinal(id.Value, after.Value) > 0)
            .Take(query.Take);
    }

    private static bool Matches(WorkflowState workflow, WorkflowQuery query) =>
        workflow.DeletedAt is null
        && !(workflow.Definition.Ephemeral == true && workflow.CompletedAt is not null)
        && query.Tags.All(tag => workflow.Tags.Contains(tag))
        && !query.ExcludeTags.Any(tag => workflow.Tags.Contains(tag))
        && (query.From is null || workflow.CreatedAt >= query.From)
        && (query.To is null || workflow.CreatedAt <= query.To)
        && !(query.ExcludeFailed && workflow.Status is (WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled))
        && (string.IsNullOrEmpty(query.Text) || workflow.Metadata?.GetRawText().Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true);
}
