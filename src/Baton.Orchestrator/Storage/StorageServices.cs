using Baton.Accounts;
using Baton.Ids;
using Baton.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Baton.Storage;

/// <summary>Registers the embedded store.</summary>
public static class StorageServices
{
    /// <summary>
    /// The database in the data directory and what is kept in it. Opening it, which happens when the first of these is asked for, makes the directory, brings the
    /// schema up to date and, with <paramref name="asServer"/>, takes the <see cref="DataDirectoryLock"/>: it throws <see cref="DataDirectoryInUseException"/>
    /// when a server runs on it already. Commands that work beside a running server pass false.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, bool asServer = true)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions, StorageOptionsValidator>().BindConfiguration(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIds, UlidIds>();
        if (asServer)
        {
            services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>().BindConfiguration(RetentionOptions.Section);
            services.AddHostedService<RetentionSweeper>();
            services.AddSingleton(provider => DataDirectoryLock.Take(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Directory));
        }

        services.AddSingleton(provider => new SqliteMigrations(
            provider.GetRequiredService<ILogger<SqliteMigrations>>(), provider.GetService<DataDirectoryLock>()));
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqliteCommitter>();
        services.AddSingleton<ISqliteCommitter>(provider => provider.GetRequiredService<SqliteCommitter>());
        services.AddSingleton<IWorkflowStore, SqliteWorkflowStore>();
        services.AddSingleton<IAccountWorkflows, SqliteAccountWorkflows>();
        services.AddSingleton<SqliteTokens>();
        services.AddSingleton<ITokens>(provider => provider.GetRequiredService<SqliteTokens>());
        services.AddSingleton<FirstToken>();
        return services;
    }
}
