using Baton.Schemas;

namespace Baton.Problems;

/// <summary>
/// The catalogue of everything that can go wrong with a request. The code is stable and has a page, <c>docs/problems/CODE.md</c>, that the server also
/// serves at <c>/problems/CODE</c>.
/// </summary>
public sealed partial record Problem(string Code, int Status, string Title)
{
    public static readonly Problem Validation = new("validation", StatusCodes.Status400BadRequest, "One or more validation errors occurred.");
    public static readonly Problem MalformedJson = new("malformed-json", StatusCodes.Status400BadRequest, "The body is not well-formed JSON.");
    public static readonly Problem BadRequest = new("bad-request", StatusCodes.Status400BadRequest, "The request could not be read.");
    public static readonly Problem Unauthorized = new("unauthorized", StatusCodes.Status401Unauthorized, "A valid bearer token is needed.");
    public static readonly Problem Forbidden = new("forbidden", StatusCodes.Status403Forbidden, "This token may not do that.");
    public static readonly Problem RecipeNotEnabled = new("recipe-not-enabled", StatusCodes.Status403Forbidden, "This account may not use that step type.");
    public static readonly Problem MatureContentNotPermitted = new("mature-content-not-permitted", StatusCodes.Status403Forbidden, "This account may not ask for mature content.");
    public static readonly Problem NotFound = new("not-found", StatusCodes.Status404NotFound, "There is nothing at this address.");
    public static readonly Problem WorkflowNotFound = new("workflow-not-found", StatusCodes.Status404NotFound, "There is no such workflow.");
    public static readonly Problem StepNotFound = new("step-not-found", StatusCodes.Status404NotFound, "The workflow has no such step.");
    public static readonly Problem WorkerNotFound = new("worker-not-found", StatusCodes.Status404NotFound, "There is no such worker.");
    public static readonly Problem ProviderNotFound = new("provider-not-found", StatusCodes.Status404NotFound, "There is no such provider.");
    public static readonly Problem CallbackSecretNotFound = new("callback-secret-not-found", StatusCodes.Status404NotFound, "There is no such secret.");
    public static readonly Problem MethodNotAllowed = new("method-not-allowed", StatusCodes.Status405MethodNotAllowed, "This address does not take that method.");
    public static readonly Problem NotAcceptable = new("not-acceptable", StatusCodes.Status406NotAcceptable, "None of the accepted media types can be given.");
    public static readonly Problem RequestTimeout = new("request-timeout", StatusCodes.Status408RequestTimeout, "The request arrived too slowly.");
    public static readonly Problem WorkflowEnded = new("workflow-ended", StatusCodes.Status409Conflict, "The workflow has ended and can no longer change in this way.");
    public static readonly Problem StepStarted = new("step-started", StatusCodes.Status409Conflict, "The step has started; only its metadata can change now.");
    public static readonly Problem IdempotencyKeyReused = new("idempotency-key-reused", StatusCodes.Status409Conflict, "The idempotency key belongs to another request.");
    public static readonly Problem PatchTestFailed = new("patch-test-failed", StatusCodes.Status409Conflict, "A test of the patch does not hold.");
    public static readonly Problem ChangedMeanwhile = new("changed-meanwhile", StatusCodes.Status409Conflict, "Others changed the same thing at the same time.") { Retryable = true };
    public static readonly Problem RecipeCanceled = new("recipe-canceled", StatusCodes.Status409Conflict, "The workflow of this call was canceled.");
    public static readonly Problem ClaimLost = new("claim-lost", StatusCodes.Status409Conflict, "The worker does not hold the job.");
    public static readonly Problem TooManyWorkers = new("too-many-workers", StatusCodes.Status409Conflict, "No more workers can register.") { Owner = ProblemOwner.Server, Retryable = true };
    public static readonly Problem CallbackSecretsFull = new("callback-secrets-full", StatusCodes.Status409Conflict, "The account has as many secrets as it may have.");
    public static readonly Problem BodyTooLarge = new("body-too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large.");
    public static readonly Problem UriTooLong = new("uri-too-long", StatusCodes.Status414UriTooLong, "The address of the request is too long.");
    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", StatusCodes.Status415UnsupportedMediaType, "The body has a media type that is not taken here.");
    public static readonly Problem RecipeBlocked = new("recipe-blocked", StatusCodes.Status422UnprocessableEntity, "Moderation stopped the work.");
    public static readonly Problem TooManyRequests = new("too-many-requests", StatusCodes.Status429TooManyRequests, "The account sends requests too fast.");
    public static readonly Problem TooManyWorkflows = new("too-many-workflows", StatusCodes.Status429TooManyRequests, "The account has too many workflows under way.") { RetryAfter = TimeSpan.FromSeconds(5) };
    public static readonly Problem TooManyQueuedJobs = new("too-many-queued-jobs", StatusCodes.Status429TooManyRequests, "Too many jobs of the account wait for a worker.") { RetryAfter = TimeSpan.FromSeconds(5) };
    public static readonly Problem TooManyStreams = new("too-many-streams", StatusCodes.Status429TooManyRequests, "The account has too many live streams open.") { RetryAfter = TimeSpan.FromSeconds(5) };
    public static readonly Problem HeadersTooLarge = new("headers-too-large", StatusCodes.Status431RequestHeaderFieldsTooLarge, "The request headers are too large.");
    public static readonly Problem Internal = new("internal-error", StatusCodes.Status500InternalServerError, "The server failed.");
    public static readonly Problem RecipeFailed = new("recipe-failed", StatusCodes.Status502BadGateway, "The work failed.") { Owner = ProblemOwner.Provider };
    public static readonly Problem NoProviderAvailable = new("no-provider-available", StatusCodes.Status503ServiceUnavailable, "No provider can do this work.") { Owner = ProblemOwner.Provider, RetryAfter = TimeSpan.FromSeconds(5) };
    public static readonly Problem StoreUnavailable = new("store-unavailable", StatusCodes.Status503ServiceUnavailable, "The store cannot be reached just now.") { RetryAfter = TimeSpan.FromSeconds(2) };
    public static readonly Problem RecipeTimedOut = new("recipe-timed-out", StatusCodes.Status504GatewayTimeout, "The work ran out of time.") { Owner = ProblemOwner.Provider };

    /// <summary>Whose fault it is, unless an occurrence says otherwise.</summary>
    public ProblemOwner Owner { get; init; } = Status < StatusCodes.Status500InternalServerError ? ProblemOwner.Caller : ProblemOwner.Server;

    /// <summary>Whether the same request may succeed later without a change.</summary>
    public bool Retryable { get; init; } = Status is StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;

    /// <summary>How long to pause at least before a retry, where more is known than that it may help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the page about this problem is. Validation keeps the URI that the API has always had.</summary>
    public string Type => this == Validation ? "https://tools.ietf.org/html/rfc9110#section-15.5.1" : $"/problems/{Code}";

    /// <summary>The answer to a request that ran into this.</summary>
    /// <param name="detail">What happened here and what to do about it, for the caller's eyes.</param>
    public ProblemResult ToResult(string? detail = null, params ReadOnlySpan<KeyValuePair<string, string?>> extensions) =>
        new(this, detail) { Extensions = [.. extensions.ToArray().Where(e => e.Value is not null)] };

    /// <summary>The answer to a request with these faults in it.</summary>
    public static ProblemResult Invalid(IEnumerable<Fault> faults) => new(Validation, null) { Faults = [.. faults] };

    /// <summary>The answer to a request with one fault in it.</summary>
    public static ProblemResult Invalid(string path, string message) => Invalid([new Fault(path, message)]);
}
