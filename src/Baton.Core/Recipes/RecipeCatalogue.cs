using System.Collections.Frozen;

namespace Baton.Recipes;

/// <summary>The recipes this server knows, by step type.</summary>
public sealed class RecipeCatalogue(IEnumerable<Recipe> recipes)
{
    private readonly FrozenDictionary<string, Recipe> _byType = recipes.ToFrozenDictionary(r => r.Type, StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Recipe> All => _byType.Values.OrderBy(r => r.Type, StringComparer.Ordinal);

    /// <summary>The recipe of this step type, or null when there is none.</summary>
    public Recipe? Find(string type) => _byType.GetValueOrDefault(type);
}
