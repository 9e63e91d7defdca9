using System.Buffers.Binary;
using Lobsterd.Guest.Frames;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>Carries one command's streams between the command and its client, until the command ends or the client is gone.</summary>
internal sealed class ExecSession(ExecCommand command, IByteStream client, FrameReader frames, FrameWriter writer)
{
    private const int BufferBytes = 32 << 10;

    /// <summary>How much of each output is still sent once the command has ended: what a pipe can hold, and some.</summary>
    private const int MostAfterEnd = 1 << 20;

    private readonly InputQueue queue = new();

    /// <summary>Runs to the end. A client that goes away takes the command with it, and all that came of it.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        var leaving = LeaveAsync(over.Token);
        var reading = ReadAsync(over.Token);
        var typing = QuietAsync(command.CarryInputAsync(queue, over.Token));
        var sending = Task.WhenAll(command.Outputs.Select(output => SendAsync(output, ended.Token, over.Token)));

        _ = await Task.WhenAny(command.Exited, leaving, reading);
        var isOrderly = command.Exited.IsCompleted;
        if (!isOrderly) command.KillAll();
        var status = await command.Exited;

        Cancel(ended);
        if (isOrderly)
        {
            _ = await Task.WhenAny(sending, leaving);
            if (sending.IsCompleted) _ = await writer.SendAsync(AgentFrameType.Exited, PayloadOf(status.ShellCode), over.Token);
        }

        Cancel(over);
        await Task.WhenAll(leaving, reading, typing, sending);
    }

    /// <summary>An exit code as the last frame carries it.</summary>
    internal static byte[] PayloadOf(int exitCode)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, exitCode);
        return payload;
    }

    /// <summary>Completes when the client is gone.</summary>
    private Task LeaveAsync(CancellationToken cancellationToken) => QuietAsync(client.WaitHangUpAsync(cancellationToken));

    /// <summary>Takes the client's frames; completes when it is gone or breaks the protocol.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await frames.ReadAsync(cancellationToken) is var (type, payload) && await TakeAsync(type, payload, cancellationToken))
            {
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async ValueTask<bool> TakeAsync(AgentFrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case AgentFrameType.Input:
                await queue.PutAsync(payload, cancellationToken);
                return true;
            case AgentFrameType.InputEnd when payload.Length == 0:
                queue.End();
                return true;
            case AgentFrameType.Signal when payload is [> 0 and <= 64 and var signal]:
                command.Signal(signal);
                return true;
            case AgentFrameType.Resize when payload.Length == 2 * sizeof(ushort):
                var (columns, rows) = (BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(sizeof(ushort))));
                if (!ExecChecker.IsSize(columns) || !ExecChecker.IsSize(rows)) return false;
                command.Resize(columns, rows);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Sends one output until its end, or until the command has ended and what it left is sent.</summary>
    private async Task SendAsync(ExecOutput output, CancellationToken ended, CancellationToken over)
    {
        var buffer = new byte[BufferBytes];
        var afterEnd = 0;
        try
        {
            while (afterEnd < MostAfterEnd)
            {
                // A cancelled token ends the waiting, not the reading of what is there.
                var count = await output.Stream.ReadAsync(buffer, ended);
                if (ended.IsCancellationRequested) afterEnd += count;
                if (count == 0 || !await writer.SendAsync(output.Type, buffer.AsMemory(0, count), over)) return;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task QuietAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        // Not CancelAsync, which would go through the thread pool.
#pragma warning disable VSTHRD103 // see above
        source.Cancel();
#pragma warning restore VSTHRD103
    }
}
