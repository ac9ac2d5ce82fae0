using System.Reflection;
using Baton.Storage;
using Baton.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Storage;

/// <summary>Stands before the real store and lets nothing through while it is away.</summary>
internal sealed class StoreFaults
{
    public bool IsAway { get; set; }

    public void Into(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var store = DispatchProxy.Create<IWorkflowStore, Gate>();
        ((Gate)(object)store).Set(this, ActivatorUtilities.CreateInstance<SqliteWorkflowStore>(provider));
        return store;
    });

#pragma warning disable CA1852 // The proxy derives from it while the test runs.
    private class Gate : DispatchProxy
#pragma warning restore CA1852
    {
        private StoreFaults _faults = null!;
        private IWorkflowStore _store = null!;

        public void Set(StoreFaults faults, IWorkflowStore store) => (_faults, _store) = (faults, store);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _faults.IsAway
            ? throw new StoreUnavailableException("The store is away.")
            : targetMethod!.Invoke(_store, args);
    }
}
