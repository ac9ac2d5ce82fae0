
namespace Baton.Workflows;

/// <summary>What a workflow would cost, in the headers that callers read prices from. Work on this server is free of charge.</summary>
internal static class WorkflowCosts
{
    public static void WriteHeaders(HttpResponse response)
    {
        response.Headers["X-Civitai-Cost-Total"] = "0";
        response.Headers["X-Civitai-Cost-By-Currency"] = "yellow=0";
    }
}
