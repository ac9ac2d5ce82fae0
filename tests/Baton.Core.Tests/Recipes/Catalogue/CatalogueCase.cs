using System.Text.Json.Nodes;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>A body that differs from a right one in one thing.</summary>
/// <param name="Constraint">The keyword that it keeps or breaks.</param>
/// <param name="Path">Where the fault is; null when the body is right.</param>
internal sealed record CatalogueCase(string Constraint, JsonObject Body, string? Path);
