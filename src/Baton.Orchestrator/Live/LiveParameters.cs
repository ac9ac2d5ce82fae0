using Baton.Requests;

namespace Baton.Live;

/// <summary>The query parameters of live streams.</summary>
internal static class LiveParameters
{
    /// <summary>Three kinds, eight statuses and the asterisk.</summary>
    private const int TypesMax = 27;

    public static readonly QueryList Type = new("type", "Only events of these types, as in a callback: workflow:*, step:succeeded, job:failed. Everything when absent.", TypesMax);

    public static readonly QueryParameter<bool> Detailed =
        QueryParameter.Flag("detailed", "Events of workflows and steps carry inputs and outputs, as in a callback.");
}
