using System.Text.Json;
using Baton.Blobs;
using Baton.Problems;

namespace Baton.WorkerChecks;

/// <summary>Stands between the worker and the server: it writes down what the worker asks and is answered, and makes go wrong what a check wants to.</summary>
internal sealed class Wire(TimeProvider time) : IStartupFilter
{
    private const string Workers = "/v2/workers";

    private readonly Lock _writing = new();
    private readonly List<Heard> _heard = [];
    private TaskCompletionSource _more = New();
    private volatile IReadOnlyList<Fault> _faults = [];

    /// <summary>How many requests were answered so far; a place to listen from.</summary>
    public int Count
    {
        get
        {
            lock (_writing)
            {
                return _heard.Count;
            }
        }
    }

    /// <summary>From now on these go wrong, and no others.</summary>
    public void Plan(params Fault[] faults) => _faults = faults;

    public IReadOnlyList<Heard> Since(int from)
    {
        lock (_writing)
        {
            return [.. _heard.Skip(from)];
        }
    }

    /// <summary>The first request since then that is looked for; waits for it.</summary>
    public async Task<Heard> First(int from, Func<Heard, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_writing)
            {
                if (_heard.Skip(from).FirstOrDefault(wanted) is { } found)
                {
                    return found;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Before everything else of the server.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate rest) => IsOfAWorker(context.Request) ? Pass(context, rest) : rest(context));
        next(app);
    };

    private async Task Pass(HttpContext context, RequestDelegate rest)
    {
        var request = await Read(context.Request);
        var fault = _faults.FirstOrDefault(fault => fault.Strikes(request));
        if (fault?.Kind is FaultKind.CutBefore)
        {
            context.Abort();
            Write(request with { AnsweredAt = time.GetUtcNow() });
            return;
        }

        var (client, answer) = (context.Response.Body, new MemoryStream());
        context.Response.Body = answer;
        try
        {
            await (Instead(fault?.Kind)?.ExecuteAsync(context) ?? rest(context));
        }
        finally
        {
            context.Response.Body = client;
        }

        if (fault?.Kind is FaultKind.CutAfter)
        {
            context.Abort();
        }
        else
        {
            await answer.FlushAsync();
            answer.Position = 0;
            await answer.CopyToAsync(client, context.RequestAborted);
        }

        Write(request with { Status = fault?.Kind is FaultKind.CutAfter ? 0 : context.Response.StatusCode, Answer = Parse(answer), AnsweredAt = time.GetUtcNow() });
    }

    private static ProblemResult? Instead(FaultKind? fault) => fault switch
    {
        FaultKind.Unavailable => Problem.StoreUnavailable.ToResult(),
        FaultKind.ClaimLost => Problem.ClaimLost.ToResult("The claim is not held any more."),
        FaultKind.WorkerUnknown => Problem.WorkerNotFound.ToResult("Register again."),
        FaultKind.CutBefore or FaultKind.CutAfter or null => null,
    };

    private void Write(Heard heard)
    {
        lock (_writing)
        {
            _heard.Add(heard);
            _more.SetResult();
            _more = New();
        }
    }

    private async Task<Heard> Read(HttpRequest request)
    {
        var (verb, worker, job) = VerbOf(request);
        if (verb == Verb.Upload)
        {
            return new Heard(verb, worker, job, request.Query, default, time.GetUtcNow());
        }

        request.EnableBuffering();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return new Heard(verb, worker, job, request.Query, Parse(body), time.GetUtcNow());
    }

    private static bool IsOfAWorker(HttpRequest request) =>
        request.Path.StartsWithSegments(Workers, StringComparison.Ordinal) || (request.Method == HttpMethods.Post && request.Path == BlobUrlSigner.Path && request.Query.ContainsKey("sig"));

    private static (Verb Verb, string Worker, string Job) VerbOf(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        return (request.Method, parts) switch
        {
            ("POST", ["v2", "workers"]) => (Verb.Register, "", ""),
            ("DELETE", ["v2", "workers", var worker]) => (Verb.Leave, worker, ""),
            ("POST", ["v2", "workers", var worker, "claims"]) => (Verb.Claim, worker, ""),
            ("POST", ["v2", "workers", var worker, "heartbeat"]) => (Verb.Heartbeat, worker, ""),
            ("POST", ["v2", "workers", var worker, "claims", var job, var what]) => (what switch
            {
                "uploads" => Verb.Presign,
                "complete" => Verb.Complete,
                "fail" => Verb.Fail,
                "hand-back" => Verb.HandBack,
                _ => Verb.Other,
            }, worker, job),
            ("POST", ["v2", "consumer", "blobs"]) => (Verb.Upload, "", ""),
            _ => (Verb.Other, "", ""),
        };
    }

    private static JsonElement Parse(MemoryStream text)
    {
        try
        {
            return text.Length == 0 ? default : JsonElement.Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
