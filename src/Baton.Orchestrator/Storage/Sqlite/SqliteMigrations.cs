using System.Reflection;
using DbUp;
using DbUp.Engine;

namespace Baton.Storage.Sqlite;

/// <summary>
/// Brings the schema up to this version by the scripts in <c>Storage/Migrations/Sqlite</c>, each once and in the order of their names. A script that has been
/// released is never edited.
/// </summary>
internal sealed class SqliteMigrations(ILogger<SqliteMigrations> logger, DataDirectoryLock? serverLock = null)
{
    private const string ScriptPrefix = "Baton.Storage.Migrations.Sqlite.";

    /// <summary>Throws <see cref="DataDirectoryInUseException"/> when there is something to change and a server uses the directory.</summary>
    public void Run(string databasePath)
    {
        var engine = EngineFor(databasePath);
        if (!engine.IsUpgradeRequired())
        {
            return;
        }

        // A command such as `baton tokens` may be the first to touch the directory, or newer than the server that runs on it. It must then be alone.
        using var borrowed = serverLock is null ? DataDirectoryLock.Take(Path.GetDirectoryName(databasePath)!) : null;
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new StoreUnavailableException($"The database could not be brought up to date; {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    private UpgradeEngine EngineFor(string databasePath) => DeployChanges.To
        .SqliteDatabase($"Data Source={databasePath};Pooling=False")
        .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
        .WithTransactionPerScript()
        .WithVariablesDisabled()
        .LogTo(new DbUpLog(logger))
        .Build();
}
