using Baton.Contracts.Callbacks;
using Baton.Contracts.Json;

namespace Baton.Client;

public sealed partial class BatonClient
{
    private const string Callbacks = "/v2/consumer/callbacks";

    /// <summary>The endpoints that callbacks were sent to since the server started, with the last attempts at each.</summary>
    public Task<CallbackEndpointList> CallbackEndpoints(CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Callbacks}/endpoints"), BatonJson.Default.CallbackEndpointList, cancellationToken);

    /// <summary>A page of the events that were given up. Give its <c>Next</c> as <paramref name="cursor"/> to go on.</summary>
    public Task<ParkedCallbackPage> ParkedCallbacks(string? cursor = null, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Callbacks}/parked{new QueryText().Add("cursor", cursor)}"), BatonJson.Default.ParkedCallbackPage, cancellationToken);

    /// <summary>Has parked events sent again: those of one workflow, or all of the account's.</summary>
    public Task<CallbackReplay> ReplayCallbacks(string? workflowId = null, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Post, $"{Callbacks}/replay{new QueryText().Add("workflowId", workflowId)}"), BatonJson.Default.CallbackReplay, cancellationToken);

    /// <summary>The secrets that callbacks are signed with, without showing them.</summary>
    public Task<CallbackSecretList> CallbackSecrets(CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Callbacks}/secrets"), BatonJson.Default.CallbackSecretList, cancellationToken);

    /// <summary>One of them, shown.</summary>
    public Task<CallbackSecret> CallbackSecret(string secretId, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Callbacks}/secrets/{Escape(secretId)}"), BatonJson.Default.CallbackSecret, cancellationToken);

    /// <summary>Makes one more. The others end after <paramref name="retireOthersAfter"/>, or go on when it is zero.</summary>
    public Task<CallbackSecret> CreateCallbackSecret(TimeSpan retireOthersAfter = default, CancellationToken cancellationToken = default) => Read(
        Request(HttpMethod.Post, $"{Callbacks}/secrets{new QueryText().AddSeconds("retireOthersAfter", retireOthersAfter)}"),
        BatonJson.Default.CallbackSecret,
        cancellationToken);

    /// <summary>Ends one now.</summary>
    public Task DeleteCallbackSecret(string secretId, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Delete, $"{Callbacks}/secrets/{Escape(secretId)}"), cancellationToken);
}
