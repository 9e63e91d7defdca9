using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>A command that runs in a guest, over a connection of its own. Reading pulls frame by frame, so a slow reader slows the command
/// and costs one buffer; writing waits for the guest in the same way.</summary>
internal sealed class ExecSession : IExecSession
{
    private readonly AgentConnection connection;
    private readonly AgentCall call;
    private readonly AgentOutbox outbox;
    private int readers;

    /// <summary>Takes over a connection that has answered <c>stream</c> to the given call.</summary>
    internal ExecSession(AgentConnection connection, AgentCall call)
    {
        this.connection = connection;
        this.call = call;
        outbox = new AgentOutbox(connection.Stream);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Result<ExecEvent, LobsterError>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref readers) > 1) throw new InvalidOperationException("a command's output can be read once");
        while (true)
        {
            var next = await NextAsync(cancellationToken);
            yield return next;
            if (next.IsFailure || next.Value is ExecEvent.Exited) yield break;
        }
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> WriteInputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        for (var left = data; !left.IsEmpty; left = left[Math.Min(left.Length, AgentLimits.MaxFrameBytes)..])
        {
            var payload = left[..Math.Min(left.Length, AgentLimits.MaxFrameBytes)];
            if (!await outbox.SendAsync(AgentFrameType.Input, payload, cancellationToken)) return Lost();
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> CloseInputAsync(CancellationToken cancellationToken) =>
        SendAsync(AgentFrameType.InputEnd, [], cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> SignalAsync(int signal, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        return SendAsync(AgentFrameType.Signal, [(byte)signal], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)Math.Clamp(columns, 1, 4096));
        BinaryPrimitives.WriteUInt16BigEndian(size.AsSpan(2), (ushort)Math.Clamp(rows, 1, 4096));
        return SendAsync(AgentFrameType.Resize, size, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await outbox.DisposeAsync();
    }

    private static ExecEvent? EventOf(AgentFrameType type, ReadOnlySpan<byte> payload) => type switch
    {
        // Copies: the reader may keep them, and the buffer is needed for the next frame.
        AgentFrameType.Output when !payload.IsEmpty => new ExecEvent.Output(payload.ToArray()),
        AgentFrameType.Error when !payload.IsEmpty => new ExecEvent.Error(payload.ToArray()),
        AgentFrameType.Exited when payload.Length == 4 => new ExecEvent.Exited(BinaryPrimitives.ReadInt32BigEndian(payload)),
        _ => null,
    };

    private async Task<Result<ExecEvent, LobsterError>> NextAsync(CancellationToken cancellationToken)
    {
        if ((await connection.Inbox.ReadFrameAsync(cancellationToken)).TryGetError(out var lapse, out var frame))
            return AgentLapses.ToError(lapse is AgentLapse.Closed ? AgentLapse.Reset : lapse, call);
        return EventOf(frame.Type, frame.Payload.Span) is { } happened ? happened : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    private async Task<UnitResult<LobsterError>> SendAsync(AgentFrameType type, byte[] payload, CancellationToken cancellationToken) =>
        await outbox.SendAsync(type, payload, cancellationToken) ? UnitResult.Success<LobsterError>() : Lost();

    private LobsterError Lost() => AgentLapses.ToError(AgentLapse.Reset, call);
}
