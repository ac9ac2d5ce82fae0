using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Tests.Providers.Adapters;

/// <summary>The web API of A1111.</summary>
internal sealed class A1111Server : ProtocolServer
{
    protected override string ExpectedKey => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Key));

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sdapi/v1/options", () => Json(200, "{}"));
        routes.MapGet("/sdapi/v1/progress", () => Json(200, """{ "progress": 0.5, "eta_relative": 1.0, "state": { "sampling_step": 10, "sampling_steps": 20 } }"""));
        routes.MapPost("/sdapi/v1/interrupt", () =>
        {
            Stopped.Enqueue("interrupt");
            return Json(200, "{}");
        });
        routes.MapPost("/sdapi/v1/txt2img", (Delegate)Make);
        routes.MapPost("/sdapi/v1/img2img", (Delegate)Make);
    }

    private async Task<IResult> Make(HttpContext context)
    {
        var body = await Body(context);
        var prompt = body.GetProperty("prompt").GetString()!;
        var fault = FaultOf(prompt);
        if (Turn(context, fault, Try(prompt), body.GetRawText()) is { } turned)
        {
            return turned;
        }

        if (fault == "refused")
        {
            return Json(404, """{ "detail": "Sampler not found" }""");
        }

        var made = Take(prompt);
        if (Lose(context, fault, made) is { } lost)
        {
            return lost;
        }

        if (fault == "hang")
        {
            await Hang(context, prompt);
        }

        var content = fault switch
        {
            "half" when made == 1 => HalfPicture,
            "html" => "<html>Welcome</html>"u8.ToArray(),
            _ => Picture,
        };
        var images = string.Join(',', Enumerable.Repeat(JsonSerializer.Serialize(Convert.ToBase64String(content)), body.GetProperty("batch_size").GetInt32()));
        return Json(200, $$"""{ "images": [{{images}}], "parameters": {}, "info": "" }""");
    }
}
