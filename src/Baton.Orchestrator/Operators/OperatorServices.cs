namespace Baton.Operators;

/// <summary>Registers what serves operators.</summary>
internal static class OperatorServices
{
    public static IServiceCollection AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<OperatorRows>();
        services.AddSingleton<OperatorModes>();
        services.AddSingleton<OperatorView>();
        return services;
    }
}
