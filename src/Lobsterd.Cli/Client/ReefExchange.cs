using System.Net.Sockets;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Client;

/// <summary>One request and its answer, on a connection of its own to the service's socket.</summary>
/// <remarks>Our own HTTP/1.1: HttpClient's start alone was measured to take twice as long as all of this, and every run of the command line would pay it.</remarks>
internal sealed class ReefExchange : IDisposable
{
    private const int MostProblemBytes = 1 << 20;

    // The service answers at once or begins an operation; what takes longest is a guest that does not come to an exec.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly AnswerBody body;

    private ReefExchange(WireStream wire, AnswerHead head)
    {
        Wire = wire;
        Head = head;
        body = new AnswerBody(wire, head);
    }

    /// <summary>The answer's head.</summary>
    internal AnswerHead Head { get; }

    /// <summary>The answer's content.</summary>
    internal Stream Body => body;

    /// <summary>The connection itself, for an answer that switched protocols.</summary>
    internal WireStream Wire { get; }

    /// <summary>Sends a request and reads the answer's head; a problem is an error under its own name.</summary>
    /// <error code="service.socket.silent">Nobody listens.</error>
    /// <error code="service.socket.refused">We may not use the socket.</error>
    /// <error code="service.answer.lost">The connection broke, or no answer began in two minutes.</error>
    /// <error code="service.answer.garbled">The answer is no HTTP, or no problem where it should be one.</error>
    internal static async Task<Result<ReefExchange, LobsterError>> SendAsync(string socket, ReefRequest request, CancellationToken cancellationToken)
    {
        if ((await ReefSocket.ConnectAsync(socket, request.IsBrief, cancellationToken)).TryGetError(out var closed, out var connection)) return closed;
        var wire = new WireStream(request.IsBrief ? new WaitingStream(connection, Patience) : new NetworkStream(connection, ownsSocket: true));
        var answered = await ReefSocket.GuardAsync(async () =>
        {
            await wire.WriteAsync(request.ToBytes(), cancellationToken);
            var head = AnswerHead.ReadAsync(wire, cancellationToken);
            return new ReefExchange(wire, await head.WaitAsync(Patience, TimeProvider.System, cancellationToken));
        });
        if (answered.TryGetError(out var lost, out var exchange))
        {
            await wire.DisposeAsync();
            return lost;
        }

        if (exchange.Head.Status < 400) return exchange;
        using (exchange) return await exchange.ReadProblemAsync(cancellationToken);
    }

    /// <summary>All of the answer's content.</summary>
    /// <param name="most">Most bytes that it may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="service.answer.lost">The connection broke.</error>
    /// <error code="service.answer.garbled">It is longer.</error>
    internal Task<Result<byte[], LobsterError>> ReadAllAsync(int most, CancellationToken cancellationToken) => ReefSocket.GuardAsync(async () =>
    {
        using var content = new MemoryStream(Head.Length is > 0 and < 1 << 20 ? (int)Head.Length : 4_096);
        var buffer = new byte[16 << 10];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (content.Length + count > most) throw new InvalidDataException($"the answer is longer than {most} bytes");
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    });

    public void Dispose() => Wire.Dispose();

    private async Task<LobsterError> ReadProblemAsync(CancellationToken cancellationToken)
    {
        if ((await ReadAllAsync(MostProblemBytes, cancellationToken)).TryGetError(out var error, out var content)) return error;
        try
        {
            if (JsonSerializer.Deserialize(content, ReefJson.Default.ProblemBody) is { } problem) return ClientErrors.OfProblem(problem);
        }
        catch (JsonException)
        {
            // Told below.
        }

        return ReefSocket.NotUnderstood($"a request that failed with {Head.Status}");
    }
}
