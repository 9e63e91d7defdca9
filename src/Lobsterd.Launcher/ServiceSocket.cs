using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Launcher;

/// <summary>Where we are told what to start, once, and answer, once. Nobody may be listening any more by then, which changes nothing for the VMM.</summary>
internal sealed class ServiceSocket : IDisposable
{
    private const int LongestMessage = 4_000;

    private readonly Fd socket;

    private ServiceSocket(Fd socket) => this.socket = socket;

    /// <summary>The socket that we were started with.</summary>
    internal static ServiceSocket Inherited() => new(Fd.Adopt(JailFiles.Socket));

    /// <summary>Waits until there is something to do, however long that takes.</summary>
    /// <returns>It; null when whoever started us has gone without a word.</returns>
    internal Work? Receive()
    {
        Span<byte> word = stackalloc byte[JailFiles.LongestWord];
        if (!DescriptorMessage.Receive(socket, word).TryGetValue(out var message) || message is null) return null;
        if (message is { Bytes: > 0, Descriptors: [var spec, ..] })
            return new Work(Encoding.ASCII.GetString(word[..message.Bytes]), spec, [.. message.Descriptors.Skip(1)]);
        message.Dispose();
        return null;
    }

    /// <summary>The VMM runs. Its handle goes with the answer, so that the receiver needs no pid to find it.</summary>
    internal void Send(PidFd vmm) => Send(new JailReport(vmm.Pid), [vmm.Descriptor]);

    /// <summary>The VMM does not run.</summary>
    internal void Send(LobsterError error)
    {
        var message = error.FullMessage;
        Send(new JailReport(0, error.Code.Name, message[..Math.Min(message.Length, LongestMessage)]), []);
    }

    public void Dispose() => socket.Dispose();

    private void Send(JailReport report, IReadOnlyList<SafeHandle> descriptors)
    {
        if (!socket.IsClosed) _ = DescriptorMessage.Send(socket, JsonSerializer.SerializeToUtf8Bytes(report, JailJson.Default.JailReport), descriptors);
    }
}
