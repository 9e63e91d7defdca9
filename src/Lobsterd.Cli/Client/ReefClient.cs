using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Client;

/// <summary>The service as a command sees it; one that does not answer is started first.</summary>
/// <param name="socket">The service's socket.</param>
/// <param name="start">Makes a service answer there.</param>
internal sealed class ReefClient(string socket, Func<CancellationToken, Task<UnitResult<LobsterError>>> start)
{
    private const int MostBytes = 64 << 20;

    /// <summary>Sends a request; the caller reads the answer and disposes it.</summary>
    /// <error code="service.socket.refused">We may not use the socket.</error>
    /// <error code="service.answer.lost">The service went away in mid-answer.</error>
    internal async Task<Result<ReefExchange, LobsterError>> SendAsync(ReefRequest request, CancellationToken cancellationToken)
    {
        var first = await ReefExchange.SendAsync(socket, request, cancellationToken);
        if (!first.TryGetError(out var error, out var exchange)) return exchange;
        if (error.Code != ClientErrors.Silent) return error;

        if ((await start(cancellationToken)).TryGetError(out var notStarted)) return notStarted;
        return await ReefExchange.SendAsync(socket, request, cancellationToken);
    }

    /// <summary>Sends a request to a service that is there; none is started.</summary>
    /// <error code="service.socket.silent">Nobody listens.</error>
    internal Task<Result<ReefExchange, LobsterError>> AskAsync(ReefRequest request, CancellationToken cancellationToken) =>
        ReefExchange.SendAsync(socket, request, cancellationToken);

    /// <summary>An answer's bytes, as the service wrote them.</summary>
    internal Task<Result<byte[], LobsterError>> GetBytesAsync(string path, CancellationToken cancellationToken) => AskBytesAsync("GET", path, cancellationToken);

    /// <summary>The answer's bytes to a request without a body.</summary>
    internal async Task<Result<byte[], LobsterError>> AskBytesAsync(string method, string path, CancellationToken cancellationToken)
    {
        if ((await SendAsync(new ReefRequest(method, path) { IsBrief = true }, cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using (exchange) return await exchange.ReadAllAsync(MostBytes, cancellationToken);
    }

    /// <summary>An answer.</summary>
    internal async Task<Result<T, LobsterError>> GetAsync<T>(string path, JsonTypeInfo<T> json, CancellationToken cancellationToken)
        where T : class =>
        (await GetBytesAsync(path, cancellationToken)).TryGetError(out var error, out var bytes) ? error : Parse(path, bytes, json);

    /// <summary>Sends a document and reads the one that answers it.</summary>
    internal async Task<Result<TAnswer, LobsterError>> ExchangeAsync<TBody, TAnswer>(
        string method, string path, TBody body, JsonTypeInfo<TBody> bodyJson, JsonTypeInfo<TAnswer> answerJson, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var request = new ReefRequest(method, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, bodyJson) };
        if ((await SendAsync(request, cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        using (exchange) return (await exchange.ReadAllAsync(MostBytes, cancellationToken)).TryGetError(out error, out var bytes) ? error : Parse(path, bytes, answerJson);
    }

    /// <summary>Sends a request whose answer has no content that matters.</summary>
    internal async Task<UnitResult<LobsterError>> DoAsync(string method, string path, CancellationToken cancellationToken)
    {
        if ((await SendAsync(new ReefRequest(method, path) { IsBrief = true }, cancellationToken)).TryGetError(out var error, out var exchange)) return error;
        exchange.Dispose();
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Reads JSON that the service wrote.</summary>
    /// <error code="service.answer.garbled">It is not what the path answers.</error>
    internal static Result<T, LobsterError> Parse<T>(string path, ReadOnlySpan<byte> bytes, JsonTypeInfo<T> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, json) is { } body ? body : ReefSocket.NotUnderstood(path);
        }
        catch (JsonException)
        {
            return ReefSocket.NotUnderstood(path);
        }
    }

    /// <summary>Reads JSON that came as text.</summary>
    /// <error code="service.answer.garbled">It is not what the path answers.</error>
    internal static Result<T, LobsterError> Parse<T>(string path, string text, JsonTypeInfo<T> json)
        where T : class => Parse(path, System.Text.Encoding.UTF8.GetBytes(text), json);
}
