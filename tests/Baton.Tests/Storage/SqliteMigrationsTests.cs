using System.Reflection;
using Baton.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Baton.Tests.Storage;

/// <summary>A data directory of an older version is brought up to date in place.</summary>
public sealed class SqliteMigrationsTests : IDisposable
{
    private static readonly Assembly Product = typeof(SqliteMigrations).Assembly;

    private const string AWorkflowThatEnded = """
        INSERT INTO workflows (id, account, version, status, created_at, completed_at, listing, ephemeral, facets, state)
        VALUES ('wf_old', 'ann', 1, 'succeeded', 1, 2, 0, 0, 0, x'7B7D')
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("baton-migrations-");

    public static TheoryData<string> Scripts() => [.. Product.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Database_OfAnEarlierVersion_BecomesLikeANewOneAndKeepsItsRows(string lastScript)
    {
        var old = PathOf("old.db");
        foreach (var script in Scripts().Select(row => row.Data).TakeWhile(name => string.CompareOrdinal(name, lastScript) <= 0))
        {
            Run(old, ScriptOf(script));
            Run(old, $"CREATE TABLE IF NOT EXISTS SchemaVersions (SchemaVersionID INTEGER CONSTRAINT 'PK_SchemaVersions_SchemaVersionID' PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL); INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('{script}', '2026-01-01');");
        }

        Run(old, AWorkflowThatEnded);
        Migrate(old);
        var @new = PathOf("new.db");
        Migrate(@new);

        Assert.Equal(SchemaOf(@new), SchemaOf(old));
        Assert.Equal(["ok"], Read(old, "PRAGMA integrity_check"));
        Assert.Equal(["wf_old"], Read(old, "SELECT id FROM workflows"));
        Run(old, "UPDATE workflows SET wake_at = 5");
        Assert.Throws<SqliteException>(() => Run(old, "UPDATE workflows SET wake_at = NULL, completed_at = NULL"));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_directory.CreateSubdirectory(Path.GetFileNameWithoutExtension(name)).FullName, name);

    private static void Migrate(string path) => new SqliteMigrations(NullLogger<SqliteMigrations>.Instance).Run(path);

    private static string ScriptOf(string name)
    {
        using var reader = new StreamReader(Product.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static List<string> SchemaOf(string path) => Read(path, "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'SchemaVersions' ORDER BY name");

    private static void Run(string path, string sql)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Read(string path, string sql)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
