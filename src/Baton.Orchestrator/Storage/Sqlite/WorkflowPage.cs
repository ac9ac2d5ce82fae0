using System.Text;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>
/// Reads a page of an account's workflows. One table leads, in the order of ids, and the others are looked into per candidate, so a page costs what lies between
/// its first and last row. CROSS JOIN and INDEXED BY hold the planner to that: left alone, it may collect all matches and sort them.
/// </summary>
internal sealed class WorkflowPage
{
    private const int CountedTagsMax = 1_000;

    private const string CountTag = "SELECT count(*) FROM (SELECT 1 FROM workflow_tags WHERE account = ?1 AND tag = ?2 LIMIT ?3)";

    private readonly StringBuilder _sql = new();
    private readonly List<object> _values = [];

    private WorkflowPage(StoreConnection connection, WorkflowQuery query)
    {
        var tags = RarestFirst(connection, query);
        var text = string.IsNullOrEmpty(query.Text) ? null : MetadataText.Needle(query.Text);
        var id = Lead(query, tags, text);
        Where($"AND {id} {(query.Ascending ? ">" : "<")} ", query.After?.Value);
        Where("AND w.created_at >= ", query.From?.ToSql());
        Where("AND w.created_at <= ", query.To?.ToSql());
        _sql.AppendLine(query.ExcludeFailed ? "AND w.listing = 0" : "");
        foreach (var tag in tags.Skip(1))
        {
            Where($"AND EXISTS (SELECT 1 FROM workflow_tags o WHERE o.account = w.account AND o.workflow_id = {id} AND o.tag = ", tag, ")");
        }

        foreach (var tag in query.ExcludeTags)
        {
            Where($"AND NOT EXISTS (SELECT 1 FROM workflow_tags o WHERE o.account = w.account AND o.workflow_id = {id} AND o.tag = ", tag, ")");
        }

        if (tags.Count > 0)
        {
            Where($"AND EXISTS (SELECT 1 FROM workflow_texts o WHERE o.account = w.account AND o.workflow_id = {id} AND instr(o.text, ", text, ") > 0)");
        }

        Where($"ORDER BY {id} {(query.Ascending ? "ASC" : "DESC")} LIMIT ", (long)query.Take);
    }

    /// <summary>The matching workflows.</summary>
    public static List<WorkflowState> Read(StoreConnection connection, WorkflowQuery query)
    {
        var page = new WorkflowPage(connection, query);
        using var statement = connection.PrepareOnce(page._sql.ToString());
        page.Bind(statement);
        return statement.All(static row => WorkflowDocuments.Read(row.Bytes(0), row.Bytes(1)));
    }

    /// <summary>How the database goes about it, for the test that watches over it.</summary>
    public static List<string> Explain(StoreConnection connection, WorkflowQuery query)
    {
        var page = new WorkflowPage(connection, query);
        using var statement = connection.PrepareOnce($"EXPLAIN QUERY PLAN {page._sql}");
        page.Bind(statement);
        return statement.All(static row => row.Text(3));
    }

    // A tag that few workflows have makes a short way; one that all have would lead through all of them. Counting stops early, so this stays cheap.
    private static IReadOnlyList<string> RarestFirst(StoreConnection connection, WorkflowQuery query) => query.Tags.Count < 2
        ? query.Tags
        : [.. query.Tags.OrderBy(tag => connection.Prepared(CountTag)
            .Bind(1, query.Account.Value).Bind(2, tag).Bind(3, CountedTagsMax).First(static row => row.Long(0)))];

    private string Lead(WorkflowQuery query, IReadOnlyList<string> tags, string? text)
    {
        _sql.AppendLine("SELECT w.state, d.document FROM");
        if (tags.Count > 0)
        {
            LeadBy("workflow_tags", query);
            Where("AND lead.tag = ", tags[0]);
            return "lead.workflow_id";
        }

        if (text is not null)
        {
            LeadBy("workflow_texts", query);
            Where("AND instr(lead.text, ", text, ") > 0");
            return "lead.workflow_id";
        }

        _sql.AppendLine("workflows w INDEXED BY workflows_listed CROSS JOIN definitions d ON d.number = w.number");
        Where("WHERE w.listing < 2 AND w.account = ", query.Account.Value);
        return "w.id";
    }

    private void LeadBy(string table, WorkflowQuery query)
    {
        _sql.AppendLine(System.Globalization.CultureInfo.InvariantCulture,
            $"{table} lead CROSS JOIN workflows w ON w.id = lead.workflow_id CROSS JOIN definitions d ON d.number = w.number");
        Where("WHERE w.listing < 2 AND lead.account = ", query.Account.Value);
    }

    private void Where(string before, object? value, string after = "")
    {
        if (value is null)
        {
            return;
        }

        _values.Add(value);
        _sql.Append(before).Append('?').AppendLine(after);
    }

    private void Bind(SqliteStatement statement)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            _ = _values[i] is long number ? statement.Bind(i + 1, number) : statement.Bind(i + 1, (string)_values[i]);
        }
    }
}
