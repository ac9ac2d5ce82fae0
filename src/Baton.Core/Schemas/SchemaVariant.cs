namespace Baton.Schemas;

/// <summary>One of the schemas of an <c>anyOf</c> or <c>oneOf</c>.</summary>
/// <param name="Value">What the discriminator says for this one; null when there is no discriminator.</param>
internal sealed record SchemaVariant(string? Value, Schema Schema);
