using System.Runtime.InteropServices;
using System.Text.Json;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Launcher;

/// <summary>Where we answer, once. Nobody may be listening any more, which changes nothing for the VMM.</summary>
internal sealed class ReportSocket : IDisposable
{
    private const int LongestMessage = 4_000;

    private readonly Fd socket;

    private ReportSocket(Fd socket) => this.socket = socket;

    /// <summary>The socket that we were started with.</summary>
    internal static ReportSocket Inherited() => new(Fd.Adopt(JailFiles.ReportDescriptor));

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
