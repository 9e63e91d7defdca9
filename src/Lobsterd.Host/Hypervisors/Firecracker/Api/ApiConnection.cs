using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>The way to one Firecracker for as long as its VM lives: one connection that is kept, and a new one when that was lost.</summary>
/// <remarks>Firecracker takes one request at a time, and ten connections in all: more than one of ours would win nothing.</remarks>
internal sealed class ApiConnection : IDisposable
{
    private readonly HttpClient http;
    private readonly ApiSocket socket;
    private readonly TimeProvider clock;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="socket">Where it listens.</param>
    /// <param name="clock">Measures the bounds.</param>
    internal ApiConnection(ApiSocket socket, TimeProvider clock)
    {
        (this.socket, this.clock) = (socket, clock);
#pragma warning disable CA2000 // the client owns its handler
        http = new HttpClient(Handler(), disposeHandler: true) { BaseAddress = new Uri("http://firecracker"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = ApiLimits.LongestBody };
#pragma warning restore CA2000
    }

    /// <summary>Sends requests one after the other until one is refused.</summary>
    /// <inheritdoc cref="SendAsync"/>
    internal async Task<UnitResult<LobsterError>> SendAllAsync(IEnumerable<ApiRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            if ((await SendAsync(request, cancellationToken)).TryGetError(out var error, out _)) return error;
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The answer's body; empty when it has none.</returns>
    /// <error code="firecracker.connect.failed">Nothing listens there.</error>
    /// <error code="firecracker.connection.lost">Firecracker ended, or closed the connection.</error>
    /// <error code="firecracker.reply.late">No answer in the request's bound.</error>
    /// <error code="firecracker.request.refused">Firecracker refused; its words are in the message.</error>
    /// <error code="firecracker.reply.malformed">It is no answer of Firecracker's.</error>
    internal async Task<Result<byte[], LobsterError>> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(request.Bound, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            using var message = Message(request);
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.NoContent => body,
                var status when (int)status >= 400 => new LobsterError(ApiErrors.Refused, $"{request.Method} {request.Path}: {ApiFault.Read(body)}"),
                var status => new LobsterError(ApiErrors.Malformed, $"{request.Method} {request.Path} was answered with {(int)status}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(ApiErrors.Late, $"{request.Method} {request.Path}: no answer within {request.Bound.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            return new LobsterError(CodeOf(exception), $"{request.Method} {request.Path}: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // Bodies with their length: a chunked one counts as none, and its chunks as requests.
    private static HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
        if (request.Body.IsEmpty) return message;
        message.Content = new ReadOnlyMemoryContent(request.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Content.Headers.ContentLength = request.Body.Length;
        return message;
    }

    private static ErrorCode CodeOf(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => ApiErrors.ConnectFailed,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => ApiErrors.Malformed,
        _ => ApiErrors.Lost,
    };

    private SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await socket.ConnectAsync(cancellationToken), ownsSocket: true),
        MaxConnectionsPerServer = 1,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        MaxResponseDrainSize = 0,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    };
}
