namespace Baton.Contracts.Json;

/// <summary>
/// A string that says where media is: the URL of an own blob, an https URL, a data URL or plain Base64. Inline data is
/// moved to the blob store at submit, so that documents stay small.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MediaSourceAttribute : Attribute;
