using Baton.Ids;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Ids;

public sealed class UlidIdsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void WorkflowIds_MadeAMillisecondApart_SortByAge()
    {
        var ids = new UlidIds(_time);
        var made = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            made.Add(ids.NewWorkflowId().Value);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.All(made, id => Assert.Matches("^wf_[0-9A-HJKMNP-TV-Z]{26}$", id));
    }

    [Fact]
    public void WorkflowIds_OfOneInstantOrOfAClockThatStepsBack_SortInTheOrderTheyWereMade()
    {
        var ids = new UlidSequence();
        var instants = Enumerable.Range(0, 10_000).Select(i => _time.GetUtcNow().AddMilliseconds(-i / 100));

        var made = instants.Select(ids.Next).ToList();

        Assert.Equal(made.Distinct().Order(StringComparer.Ordinal), made);
    }

    [Fact]
    public void BlobIds_OfTheSameInstant_DifferAndEndInTheirExtension()
    {
        var ids = new UlidIds(_time);

        var made = Enumerable.Range(0, 1_000).Select(_ => ids.NewBlobId("png").Value).ToList();

        Assert.Equal(1_000, made.Distinct().Count());
        Assert.All(made, id => Assert.Matches(@"^blob_[0-9A-HJKMNP-TV-Z]{26}\.png$", id));
    }
}
