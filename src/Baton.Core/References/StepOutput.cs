namespace Baton.References;

/// <summary>
/// What of a step can be referred to: its member <c>output</c>. A path that does not begin with it is taken to begin inside the output.
/// </summary>
internal static class StepOutput
{
    public static ReferencePath Inside(ReferencePath path) => path.BeginsWith("output") ? path.Rest : path;
}
