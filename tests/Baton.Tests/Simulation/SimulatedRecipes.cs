using System.Collections.Immutable;
using System.Text.Json;
using Baton.Providers;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>What steps there are, who runs them, and what they emit: the input is the number of jobs, or a text that says what is wrong with it.</summary>
/// <param name="outside">The providers that do what is done outside only; two when none are given.</param>
internal sealed class SimulatedRecipes(ImmutableArray<ProviderId> outside = default) : IStepPlanner
{
    /// <summary>May run twice; done within a process.</summary>
    public const string Quick = "quick";

    /// <summary>Costs money, so it must not be begun twice without need; done within a process or outside.</summary>
    public const string Paid = "paid";

    /// <summary>Done outside only, by either of two providers, and by both when one takes too long.</summary>
    public const string Remote = "remote";

    /// <summary>Its one provider never takes a job.</summary>
    public const string Orphan = "orphan";

    /// <summary>Nobody runs it.</summary>
    public const string Nobody = "nobody";

    public static readonly ProviderId Inside = new("inside");
    public static readonly ProviderId North = new("north");
    public static readonly ProviderId South = new("south");
    public static readonly ProviderId Idle = new("idle");

    public static readonly ImmutableArray<string> Types = [Quick, Quick, Quick, Paid, Paid, Remote, Remote, Remote, Orphan, Nobody];

    public static readonly RecipeCatalogue Catalogue = new(
        Types.Distinct().Select(type => new Recipe(type, Schema.Anything, Schema.Anything) { Repeatable = type == Quick, IsHedgeable = type == Remote }));

    /// <summary>The providers outside.</summary>
    public ImmutableArray<ProviderId> Outside { get; } = outside.IsDefault ? RemoteBy : outside;

    /// <summary>Every provider that does something.</summary>
    public ImmutableArray<ProviderId> Everybody => [Inside, .. Outside];

    public ImmutableArray<ProviderId> For(string type) => type == Remote ? Outside : ProvidersOf(type);

    public static ImmutableArray<ProviderId> ProvidersOf(string type) => type switch
    {
        Quick => InsideOnly,
        Paid => PaidBy,
        Remote => RemoteBy,
        Orphan => IdleOnly,
        _ => [],
    };

    private static readonly ImmutableArray<ProviderId> InsideOnly = [Inside];
    private static readonly ImmutableArray<ProviderId> PaidBy = [Inside, North];
    private static readonly ImmutableArray<ProviderId> RemoteBy = [North, South];
    private static readonly ImmutableArray<ProviderId> IdleOnly = [Idle];

    public StepPlan Plan(WorkflowState workflow, int step)
    {
        var definition = workflow.Definition.Steps[step];
        return definition.Input.ValueKind == JsonValueKind.String
            ? new StepPlan([], [new Fault("input", definition.Input.GetString()!)])
            : new StepPlan([.. Enumerable.Repeat(new JobPlan(definition.Type, definition.Input), definition.Input.GetInt32())], []);
    }
}
