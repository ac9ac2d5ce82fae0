using System.Collections.Immutable;
using Baton.Recipes;

namespace Baton.Providers.Sandbox;

/// <summary>The engines that callers may name, as the recipes have them.</summary>
internal static class SandboxEngines
{
    private static readonly Lazy<ImmutableArray<string>> Names = new(() => [.. Types.SelectMany(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>The step types whose inputs name an engine.</summary>
    public static ImmutableArray<string> Types { get; } = ["imageGen", "videoGen"];

    /// <summary>The engines of all of them.</summary>
    public static ImmutableArray<string> All => Names.Value;

    /// <summary>The engines of one of them.</summary>
    public static IEnumerable<string> Of(string type) =>
        StandardRecipes.All.Single(recipe => recipe.Type == type).Input.Document.GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Select(engine => engine.Name);
}
