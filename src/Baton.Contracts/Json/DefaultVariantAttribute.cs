namespace Baton.Contracts.Json;

/// <summary>The variant that an object is when its discriminator is absent.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DefaultVariantAttribute(string value) : Attribute
{
    /// <summary>The discriminator's value.</summary>
    public string Value => value;
}
