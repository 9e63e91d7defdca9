using System.Buffers;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>One control connection to the edge; one request at a time. After a failure it is of no further use.</summary>
internal sealed class EdgeConnection : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly NetworkStream stream;
    private readonly EdgeLineReader lines;
    private readonly TimeProvider clock;
    private int version = EdgeLimits.ProtocolVersion;

    private EdgeConnection(NetworkStream stream, TimeProvider clock)
    {
        this.stream = stream;
        this.clock = clock;
        lines = new EdgeLineReader(stream, clock);
    }

    /// <summary>Connects and hears the greeting.</summary>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="edge.control.garbled">Whoever listens is no edge, or one whose protocol we do not speak.</error>
    public static async Task<Result<EdgeConnection, LobsterError>> OpenAsync(string socketPath, TimeProvider clock, CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = await UnixConnection.OpenAsync(socketPath, cancellationToken);
        }
        catch (SocketException fault)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"the edge does not listen on {socketPath}: {fault.Message}");
        }

        var connection = new EdgeConnection(new NetworkStream(socket, ownsSocket: true), clock);
        var greeted = await connection.ReadAsync(EdgeJson.Default.EdgeGreeting, AnswerTimeout, cancellationToken);
        if (greeted.Ensure(Speaks, Foreign).TryGetError(out var error, out var greeting))
        {
            await connection.DisposeAsync();
            return error;
        }

        // An edge that outlived its service is spoken to in its own version; what that does not have, it refuses.
        connection.version = Math.Min(greeting.Protocol, EdgeLimits.ProtocolVersion);
        return connection;
    }

    /// <summary>Asks and waits for the answer. A refusal is an answer.</summary>
    /// <error code="edge.control.unreachable">The connection broke, or no answer came in its time.</error>
    /// <error code="edge.control.garbled">What came is no answer.</error>
    public async Task<Result<EdgeReply, LobsterError>> AskAsync(EdgeRequest request, CancellationToken cancellationToken)
    {
        if ((await TellAsync(request, cancellationToken)).TryGetError(out var error)) return error;
        return await ReadAsync(EdgeJson.Default.EdgeReply, AnswerTimeout, cancellationToken);
    }

    /// <summary>Tells what is not answered.</summary>
    /// <error code="edge.control.unreachable">The connection broke.</error>
    public async Task<UnitResult<LobsterError>> TellAsync(EdgeRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(EdgeWire.ToLine(request with { V = version }, EdgeJson.Default.EdgeRequest), cancellationToken);
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException fault)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"the edge went away: {fault.Message}");
        }
    }

    /// <summary>The next event, after a <see cref="EdgeRequest.Watch"/>; waits as long as it takes.</summary>
    /// <error code="edge.control.unreachable">The connection ended.</error>
    /// <error code="edge.control.garbled">What came is no event.</error>
    public Task<Result<EdgeEvent, LobsterError>> ReadEventAsync(CancellationToken cancellationToken) =>
        ReadAsync(EdgeJson.Default.EdgeEvent, Timeout.InfiniteTimeSpan, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await lines.DisposeAsync();
        await stream.DisposeAsync();
    }

    private async Task<Result<T, LobsterError>> ReadAsync<T>(JsonTypeInfo<T> shape, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if ((await lines.ReadAsync(either.Token)).TryGetError(out var error, out var line)) return error;
            return line is { } bytes
                ? EdgeWire.Parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray(), shape)
                : new LobsterError(EdgeErrors.Unreachable, "the edge closed the connection");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"no answer from the edge within {timeout.TotalSeconds} s");
        }
    }

    private static bool Speaks(EdgeGreeting greeting) =>
        greeting.Edge == EdgeGreeting.Name
        && greeting.Oldest <= EdgeLimits.ProtocolVersion && greeting.Protocol >= EdgeLimits.OldestProtocolVersion;

    private static LobsterError Foreign(EdgeGreeting greeting) =>
        new(EdgeErrors.Garbled, $"the edge speaks protocol {greeting.Oldest} to {greeting.Protocol}, and this service {EdgeLimits.ProtocolVersion}");
}
