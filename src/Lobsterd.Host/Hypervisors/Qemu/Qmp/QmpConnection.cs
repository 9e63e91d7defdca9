using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>A connection to one QEMU's monitor. Any number of commands may be under way; QEMU carries them out in order.</summary>
/// <remarks>Once lost it stays lost: each command under way and each later one answers <c>qmp.connection.lost</c> at once.</remarks>
internal sealed partial class QmpConnection : IAsyncDisposable
{
    private readonly Socket socket;
    private readonly QmpLineReader lines;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<long, TaskCompletionSource<Result<JsonElement, LobsterError>>> waiting = [];
    private readonly SemaphoreSlim sending = new(1);
    private readonly Channel<QmpEvent> events = Channel.CreateBounded<QmpEvent>(
        new BoundedChannelOptions(QmpLimits.EventsKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true });

    private readonly QmpPatience patience;
    private readonly Task reading;
    private LobsterError? lost;
    private long lastId;

    private QmpConnection(Socket socket, QmpLineReader lines, QemuVersion version, TimeProvider clock)
    {
        this.socket = socket;
        this.lines = lines;
        this.clock = clock;
        Version = version;
        patience = new QmpPatience(clock);

        // Not on the caller's thread: while more is there than is read, a read never waits, and the caller would never get his connection.
        reading = Task.Run(ReadAllAsync);
    }

    /// <summary>QEMU's version, from its greeting.</summary>
    internal QemuVersion Version { get; }

    /// <summary>Whether the connection is gone for good.</summary>
    internal bool IsLost
    {
        get
        {
            lock (gate) return lost is not null;
        }
    }

    /// <summary>What happens in QEMU, oldest first; at most the newest <see cref="QmpLimits.EventsKept"/> are kept. Completes when the connection is lost.</summary>
    internal ChannelReader<QmpEvent> Events => events.Reader;

    /// <summary>Carries out a command.</summary>
    /// <error code="qmp.command.refused">QEMU refused it.</error>
    /// <error code="qmp.reply.late">QEMU did not answer in the command's bound; it may still carry it out.</error>
    /// <error code="qmp.connection.lost">The connection is gone.</error>
    /// <error code="qmp.message.malformed">What came back is not QMP.</error>
    internal Task<Result<TReturn, LobsterError>> ExecuteAsync<TArguments, TReturn>(
        QmpCommand<TArguments, TReturn> command, TArguments arguments, CancellationToken cancellationToken) =>
        ExecuteAsync(command, arguments, null, cancellationToken);

    /// <summary>Carries out a command that takes nothing.</summary>
    internal Task<Result<TReturn, LobsterError>> ExecuteAsync<TReturn>(
        QmpCommand<QmpNothing, TReturn> command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, QmpNothing.Value, null, cancellationToken);

    /// <summary>Carries out a command and sends a descriptor along, of which QEMU gets its own copy.</summary>
    internal async Task<Result<TReturn, LobsterError>> ExecuteAsync<TArguments, TReturn>(
        QmpCommand<TArguments, TReturn> command, TArguments arguments, Fd? descriptor, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<Result<JsonElement, LobsterError>>(TaskCreationOptions.RunContinuationsAsynchronously);
        long id;
        lock (gate)
        {
            if (lost is not null) return lost;
            id = ++lastId;
            waiting.Add(id, reply);
        }

        try
        {
            if ((await SendAsync(QmpEncoder.Encode(command, arguments, id), descriptor, command.Longest, cancellationToken)).TryGetError(out var unsent))
                return unsent;
            var answer = await reply.Task.WaitAsync(command.Longest, clock, cancellationToken);
            return answer.TryGetError(out var error, out var value) ? error with { Message = $"{command.Name}: {error.Message}" } : Read(command, value);
        }
        catch (TimeoutException)
        {
            return new LobsterError(QmpErrors.Late, $"QEMU gave no answer to {command.Name} within {command.Longest.TotalSeconds:0} s");
        }
        finally
        {
            lock (gate) _ = waiting.Remove(id);
        }
    }

    /// <summary>Closes the connection; commands under way answer <c>qmp.connection.lost</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await reading;
    }

    private static Result<TReturn, LobsterError> Read<TArguments, TReturn>(QmpCommand<TArguments, TReturn> command, JsonElement value)
    {
        try
        {
            if (value.Deserialize(command.Return) is { } read) return read;
        }
        catch (JsonException)
        {
            // Told below: the value is QMP, but not this command's.
        }

        return new LobsterError(QmpErrors.Malformed, $"{command.Name}: QEMU's answer does not have the shape that its reference tells");
    }

    private async Task ReadAllAsync()
    {
        LobsterError? reason = null;
        while (reason is null)
        {
            if ((await lines.ReadAsync(CancellationToken.None)).TryGetError(out var ended, out var line)) reason = ended;
            else if (QmpDecoder.Decode(line.Span).TryGetError(out var unknown, out var incoming)) reason = unknown;
            else reason = Take(incoming);
        }

        Lose(reason);
    }

    private LobsterError? Take(QmpIncoming incoming)
    {
        switch (incoming)
        {
            case QmpIncoming.Happened(var happened):
                _ = events.Writer.TryWrite(happened);
                return Unasked();
            case QmpIncoming.Returned(var id, var value):
                return Answer(id, value);
            case QmpIncoming.Refused(var id, _, var description):
                return Answer(id, new LobsterError(QmpErrors.Refused, PlainText.Of(description, QmpLimits.LongestWords)));
            default:
                return new LobsterError(QmpErrors.Malformed, "QEMU's monitor greeted twice");
        }
    }

    private LobsterError? Answer(long id, Result<JsonElement, LobsterError> answer)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(id, out var reply) && reply.TrySetResult(answer)) return null;

            // A reply to a command that was given up is late, not wrong.
            return id < 1 || id > lastId ? new LobsterError(QmpErrors.Malformed, "QEMU's monitor answered what was never asked") : Unasked();
        }
    }

    private LobsterError? Unasked() => patience.IsOver()
        ? new LobsterError(QmpErrors.Malformed, $"QEMU's monitor said more than {QmpLimits.MostUnaskedPerSecond} things a second that nobody asked for")
        : null;

    private void Lose(LobsterError reason)
    {
        lock (gate)
        {
            lost ??= reason;
            foreach (var reply in waiting.Values) _ = reply.TrySetResult(lost);
        }

        _ = events.Writer.TryComplete();
        socket.Dispose();
    }
}
