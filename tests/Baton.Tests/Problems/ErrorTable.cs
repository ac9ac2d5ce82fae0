using System.Globalization;
using System.Net.Http.Headers;
using Baton.Accounts;
using Baton.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Problems;

/// <summary>How each refusal is met: code → a request to the operation that gets it.</summary>
internal sealed class ErrorTable
{
    private const string Patch = "application/json-patch+json";
    private const string NoBlob = "blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png";

    private static readonly DateTimeOffset Past = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Future = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An input that is accepted, by step type.</summary>
    public static readonly IReadOnlyDictionary<string, string> Inputs = new Dictionary<string, string>
    {
        ["blobArchive"] = """{ "entries": [{ "blobId": "blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png" }] }""",
        ["chatCompletion"] = """{ "model": "m", "messages": [{ "role": "user", "content": "hi" }] }""",
        ["comfy"] = """{ "comfyWorkflow": { "1": { "classType": "SaveImage", "inputs": {} } } }""",
        ["convertImage"] = """{ "image": "https://example.com/a.png", "output": { "format": "jpeg" } }""",
        ["echo"] = """{ "message": "hi" }""",
        ["imageGen"] = """{ "engine": "openai", "model": "gpt-image-1", "operation": "createImage", "prompt": "a lighthouse" }""",
        ["imageUpscaler"] = """{ "image": "https://example.com/a.png" }""",
        ["mediaHash"] = """{ "mediaUrl": "https://example.com/a.png", "hashTypes": ["perceptual"] }""",
        ["modelHash"] = """{ "model": "https://example.com/a.safetensors" }""",
        ["textToImage"] = """{ "prompt": "a lighthouse" }""",
        ["textToSpeech"] = """{ "engine": "custom", "text": "hi", "speaker": "serena", "xVectorOnlyMode": true }""",
        ["transcode"] = """{ "sourceUrl": "https://example.com/a.mp4", "width": 64 }""",
        ["transcription"] = """{ "mediaUrl": "https://example.com/a.mp3" }""",
        ["videoFrameExtraction"] = """{ "videoUrl": "https://example.com/a.mp4" }""",
        ["videoGen"] = """{ "engine": "veo3", "prompt": "a lighthouse", "generateAudio": true }""",
        ["videoMetadata"] = """{ "video": "https://example.com/a.mp4" }""",
    };

    /// <summary>A body that is accepted, by operation.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["SubmitWorkflow"] = Calls.Echo(),
        ["UpdateWorkflow"] = """{ "status": "canceled" }""",
        ["PatchWorkflow"] = """[{ "op": "replace", "path": "/status", "value": "canceled" }]""",
        ["AddWorkflowTag"] = "\"a\"",
        ["UpdateWorkflowStep"] = """{ "priority": "high" }""",
        ["PatchWorkflowStep"] = """[{ "op": "replace", "path": "/priority", "value": "high" }]""",
        ["RegisterWorker"] = """{ "provider": "p", "capabilities": [{ "type": "echo" }], "slots": 1 }""",
        ["RenewClaims"] = """{ "claims": [] }""",
        ["CompleteJob"] = """{ "epoch": 1, "output": { "message": "hi" } }""",
        ["FailJob"] = """{ "epoch": 1, "kind": "transient", "message": "no" }""",
        ["HandJobBack"] = """{ "epoch": 1 }""",
        ["SetProviderMode"] = """{ "mode": "paused" }""",
        ["SetWorkerMode"] = """{ "mode": "running" }""",
    };

    /// <summary>Documented refusals without a row, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutRow = new Dictionary<string, string>
    {
        ["changed-meanwhile"] = "needs 64 races lost in a row; the rounds are tested on their own",
    };

    private readonly ErrorScene _scene;
    private readonly Dictionary<string, Func<DescribedOperation, Task<Answer>>> _rows;

    public ErrorTable(ErrorScene scene)
    {
        _scene = scene;
        _rows = new()
        {
            ["bad-request"] = operation => DotSegment(operation),
            ["malformed-json"] = async operation => await Send(operation, await Main(operation), body: "{"),
            ["validation"] = operation => Invalid(operation),
            ["unauthorized"] = operation => WithoutToken(operation),
            ["forbidden"] = async operation => await Send(operation, await _scene.Client(_scene.Main, "ann", operation.Role == TokenRole.Worker ? TokenRole.Caller : TokenRole.Worker)),
            ["recipe-not-enabled"] = operation => NotEnabled(operation),
            ["mature-content-not-permitted"] = operation => Mature(operation),
            ["workflow-not-found"] = async operation => await Send(operation, await Main(operation), workflow: Calls.NoId, query: operation.Id == "ReplayCallbacks" ? $"workflowId={Calls.NoId}" : ""),
            ["step-not-found"] = async operation => await Send(operation, await Main(operation), step: "nope"),
            ["blob-not-found"] = async operation => await Send(operation, await Main(operation), blob: NoBlob, sealedToken: Seal(BlobPurpose.Content, $"{NoBlob}\n0\n", Future)),
            ["worker-not-found"] = async operation => await Send(operation, await Main(operation), worker: "wrk_nobody"),
            ["provider-not-found"] = async operation => await Send(operation, await Main(operation)),
            ["callback-secret-not-found"] = async operation => await Send(operation, await Main(operation)),
            ["not-acceptable"] = async operation => await Send(operation, await Main(operation), headers: ("Accept", "application/x-nothing, application/*;q=0")),
            ["idempotency-key-reused"] = operation => KeyReused(operation),
            ["workflow-ended"] = async operation => await Send(operation, await Main(operation), workflow: _scene.Succeeded),
            ["step-started"] = async operation => await Send(operation, await Main(operation), workflow: _scene.Running),
            ["patch-test-failed"] = async operation => await Send(operation, await Main(operation), body: """[{ "op": "test", "path": "/status", "value": "nope" }]""".Replace("/status", operation.Id == "PatchWorkflowStep" ? "/priority" : "/status", StringComparison.Ordinal)),
            ["claim-lost"] = async operation => await Send(operation, await Main(operation)),
            ["too-many-workers"] = async operation => await Send(operation, await _scene.Client(_scene.Narrow, "small", TokenRole.Worker)),
            ["callback-secrets-full"] = async operation => await Send(operation, await _scene.Client(_scene.Main, "secrets")),
            ["blob-empty"] = async operation => await Send(operation, await Main(operation), body: "", contentType: "image/png"),
            ["blob-too-large"] = async operation => await Send(operation, await _scene.Client(_scene.Narrow, "ann"), body: new string('x', ErrorScene.FewBytes + 1), contentType: "image/png"),
            ["blob-type-unsupported"] = async operation => await Send(operation, await Main(operation), body: "x", contentType: "application/x-shellscript"),
            ["blob-url-expired"] = operation => Signed(operation, Past),
            ["blob-url-invalid"] = operation => Signed(operation, null),
            ["blob-above-nsfw-level"] = async operation => await Send(operation, await Main(operation), query: "nsfwLevel=pg"),
            ["blob-blocked"] = async operation => operation.Id == "GetBlockedContent"
                ? await Anonymous(operation, Seal(BlobPurpose.Blocked, "512x512", Future))
                : await Send(operation, await Main(operation), blob: _scene.WithheldBlob),
            ["archive-expired"] = operation => Anonymous(operation, Seal(BlobPurpose.Archive, NoBlob, Past)),
            ["body-too-large"] = operation => TooLarge(operation),
            ["unsupported-media-type"] = async operation => await Send(operation, await Main(operation), contentType: "text/plain"),
            ["too-many-requests"] = operation => TooFast(operation),
            ["too-many-workflows"] = async operation => await Send(operation, await _scene.Client(_scene.Narrow, "full")),
            ["too-many-queued-jobs"] = async operation => await Send(operation, await _scene.Client(_scene.Narrow, "queued")),
            ["too-many-streams"] = operation => Streaming(operation),
            ["internal-error"] = operation => Broken(operation),
            ["store-unavailable"] = operation => StoreAway(operation),
            ["recipe-blocked"] = operation => Worked(operation, job => _scene.Worker.Fail(job, "blocked", "forbidden")),
            ["recipe-failed"] = operation => Worked(operation, job => _scene.Worker.Fail(job, "invalid", "broken")),
            ["recipe-canceled"] = operation => Worked(operation, async job => await (await _scene.Client(_scene.Main, "ann")).Send("PUT", $"{Calls.Workflows}/{job.WorkflowId}", """{ "status": "canceled" }""")),
            ["recipe-timed-out"] = async operation => await Send(operation, await _scene.Client(_scene.Slow, "ann")),
            ["no-provider-available"] = async operation => await Send(operation, await _scene.Client(_scene.Bare, "ann")),
        };
    }

    public IReadOnlyCollection<string> Codes => _rows.Keys;

    public Task<Answer> Provoke(DescribedOperation operation, string code) => _rows[code](operation);

    private Task<HttpClient> Main(DescribedOperation operation) =>
        _scene.Client(_scene.Main, operation.Role switch { TokenRole.Worker => "workers", TokenRole.Operator => "operator", _ => "ann" }, operation.Role);

    private Task<Answer> Send(
        DescribedOperation operation,
        HttpClient client,
        string? workflow = null,
        string step = "0",
        string? worker = null,
        string? blob = null,
        string sealedToken = "nonsense",
        string query = "",
        string? body = null,
        string? contentType = null,
        params (string Name, string Value)[] headers)
    {
        var path = operation.Path
            .Replace("{workflowId}", workflow ?? _scene.CanceledJob.WorkflowId, StringComparison.Ordinal)
            .Replace("{stepName}", step, StringComparison.Ordinal)
            .Replace("{tag}", "a", StringComparison.Ordinal)
            .Replace("{workerId}", worker ?? _scene.Worker.Id, StringComparison.Ordinal)
            .Replace("{jobId}", _scene.CanceledJob.JobId, StringComparison.Ordinal)
            .Replace("{blobId}", blob ?? _scene.Blob, StringComparison.Ordinal)
            .Replace("{provider}", "nobody", StringComparison.Ordinal)
            .Replace("{secretId}", "nope", StringComparison.Ordinal)
            .Replace("{blobKey}", "nonsense", StringComparison.Ordinal)
            .Replace("{encryptedToken}", sealedToken, StringComparison.Ordinal);
        return client.Send(operation.Method, query.Length > 0 ? $"{path}?{query}" : path, body ?? BodyOf(operation), contentType ?? operation.ContentType ?? "application/json", headers);
    }

    private static string? BodyOf(DescribedOperation operation) =>
        operation.Recipe is { } recipe ? Inputs.GetValueOrDefault(recipe, "{}") : Bodies.GetValueOrDefault(operation.Id) ?? (operation.Id == "UploadConsumerBlob" ? "x" : null);

    private async Task<Answer> DotSegment(DescribedOperation operation)
    {
        // The client would take the segment out; it is told to leave the path as it is.
        var client = await Main(operation);
        var address = new Uri($"{client.BaseAddress}v2/./{operation.Path["/v2/".Length..]}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), address);
        using var response = await client.SendAsync(request, BatonHost.Stop);
        return await Answer.Read(response);
    }

    private async Task<Answer> Invalid(DescribedOperation operation)
    {
        if (operation.ContentType is not null)
        {
            return await Send(operation, await Main(operation), body: "1");
        }

        var parameter = operation.Queries.FirstOrDefault(query => query.GetProperty("schema").GetProperty("type").GetString() is not "string", operation.Queries[0]);
        var value = parameter.GetProperty("schema").GetProperty("type").GetString() == "string" ? new string('x', 6000) : "x";
        return await Send(operation, await Main(operation), query: $"{parameter.GetProperty("name").GetString()}={value}");
    }

    private async Task<Answer> WithoutToken(DescribedOperation operation)
    {
        using var anonymous = _scene.Main.Anonymous();
        return await Send(operation, anonymous);
    }

    private async Task<Answer> Anonymous(DescribedOperation operation, string sealedToken)
    {
        using var anonymous = _scene.Main.Anonymous();
        return await Send(operation, anonymous, sealedToken: sealedToken);
    }

    private async Task<Answer> NotEnabled(DescribedOperation operation)
    {
        if (!operation.Path.Contains("{stepName}", StringComparison.Ordinal))
        {
            return await Send(operation, await _scene.Client(_scene.Narrow, operation.Recipe is null or "echo" ? "hash-only" : "echo-only"));
        }

        const string Forbidden = """{ "for": { "$ref": "$arguments", "path": "list", "as": "x" }, "template": { "$type": "echo", "input": { "message": "hi" } } }""";
        var templates = await _scene.Client(_scene.Narrow, "templates");
        var repeat = Forbidden.Replace("""{ "$type": "echo", "input": { "message": "hi" } }""", $$"""{ "$type": "mediaHash", "input": {{Inputs["mediaHash"]}} }""", StringComparison.Ordinal);
        var workflow = await templates.Submitted($$"""{ "arguments": { "list": ["a"] }, "steps": [{ "$type": "repeat", "input": {{repeat}} }] }""", query: "");
        var body = operation.Method == "PUT" ? $$"""{ "input": {{Forbidden}} }""" : $$"""[{ "op": "replace", "path": "/input", "value": {{Forbidden}} }]""";
        return await Send(operation, templates, workflow: workflow, body: body);
    }

    private async Task<Answer> Mature(DescribedOperation operation)
    {
        var tame = await _scene.Client(_scene.Narrow, "tame");
        return operation.Id switch
        {
            "SubmitWorkflow" => await Send(operation, tame, body: Calls.Echo(more: """, "allowMatureContent": true""")),
            "UpdateWorkflow" => await Send(operation, tame, workflow: await tame.Submitted(Calls.Echo(), query: ""), body: """{ "allowMatureContent": true }"""),
            "PatchWorkflow" => await Send(operation, tame, workflow: await tame.Submitted(Calls.Echo(), query: ""), body: """[{ "op": "add", "path": "/allowMatureContent", "value": true }]"""),
            _ => await Send(operation, tame, query: "allowMatureContent=true"),
        };
    }

    private async Task<Answer> KeyReused(DescribedOperation operation)
    {
        var key = ("Idempotency-Key", $"once-{operation.Id}");
        await Send(operation, await _scene.Client(_scene.Bare, "ann"), headers: key);
        return await Send(operation, await _scene.Client(_scene.Bare, "ann"), body: Calls.Echo("another"), headers: key);
    }

    private async Task<Answer> TooLarge(DescribedOperation operation)
    {
        var small = await _scene.Client(_scene.Narrow, "small", operation.Role);
        return await Send(operation, small, worker: _scene.SmallWorkerId, body: new string(' ', ErrorScene.FewBytes) + "{}");
    }

    /// <summary>One request a second is let through; of some in a row one is refused, however slow the machine is.</summary>
    private async Task<Answer> TooFast(DescribedOperation operation)
    {
        var rare = await _scene.Client(_scene.Narrow, $"rare-{operation.Id}", operation.Role);
        Answer answer;
        var tries = 0;
        do
        {
            await rare.Send("GET", "/problems/validation");
            answer = await Send(operation, rare, body: operation.ContentType is null ? null : "1");
        }
        while ((int)answer.Status != 429 && ++tries < 20);

        return answer;
    }

    /// <summary>While the one stream that the account may have is open.</summary>
    private async Task<Answer> Streaming(DescribedOperation operation)
    {
        var client = await _scene.Client(_scene.Bare, "streams");
        using var open = await client.GetAsync("/v2/consumer/events", HttpCompletionOption.ResponseHeadersRead, BatonHost.Stop);
        return await Send(operation, client, workflow: await client.Submitted(Calls.Echo(), query: ""));
    }

    private async Task<Answer> Broken(DescribedOperation operation)
    {
        using var client = _scene.Faulty.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "baton_any");
        return await Send(operation, client);
    }

    private async Task<Answer> StoreAway(DescribedOperation operation)
    {
        using var client = _scene.Destroyed.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", operation.IsForWorkers ? _scene.LateWorkerToken : _scene.LateCallerToken);
        return await Send(operation, client);
    }

    /// <summary>A request with a signature whose time is over, or with one that is none.</summary>
    private async Task<Answer> Signed(DescribedOperation operation, DateTimeOffset? expiry)
    {
        using var anonymous = _scene.Main.Anonymous();
        var seal = _scene.Main.Services.GetRequiredService<BlobSeal>();
        var exp = (expiry ?? Future).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return operation.Id switch
        {
            "UploadConsumerBlob" => await Send(operation, anonymous, query: $"sig={(expiry is { } at ? seal.Seal(BlobPurpose.Upload, "ann", at) : "nonsense")}"),
            "GetBlobContent" => await Send(operation, anonymous, sealedToken: expiry is { } at ? seal.Seal(BlobPurpose.Content, $"{_scene.Blob}\n0\n", at) : "nonsense"),
            _ => await Send(operation, anonymous, query: $"sig={(expiry is { } at ? seal.SignatureOf(BlobPurpose.Read, _scene.Blob, at) : "nonsense")}&exp={exp}"),
        };
    }

    /// <summary>The answer to a recipe call whose job met this on the main server.</summary>
    private async Task<Answer> Worked(DescribedOperation operation, Func<Workers.ClaimedByHand, Task<Answer>> end)
    {
        var call = Send(operation, await Main(operation));
        var job = await _scene.Worker.ClaimOne();
        var reported = await end(job);
        Xunit.Assert.True((int)reported.Status < 300, reported.Text);
        return await call;
    }

    private string Seal(BlobPurpose purpose, string text, DateTimeOffset expiry) => _scene.Main.Services.GetRequiredService<BlobSeal>().Seal(purpose, text, expiry);
}
