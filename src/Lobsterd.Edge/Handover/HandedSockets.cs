using System.Net.Sockets;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Edge.Handover;

/// <summary>What the edge before has handed over, by name; whoever opens a socket of that name takes it from here. What nobody takes is closed.</summary>
internal sealed class HandedSockets : IDisposable
{
    /// <summary>The name of the table's lock.</summary>
    public const string Lock = "lock";

    /// <summary>The names of the sockets on which guests ask for names.</summary>
    public const string NamesUdp = "names:udp";

    /// <inheritdoc cref="NamesUdp"/>
    public const string NamesTcp = "names:tcp";

    private readonly Dictionary<string, Fd> given = [];

    /// <summary>Adds one; false when its name is there already.</summary>
    public bool TryAdd(string name, Fd descriptor) => given.TryAdd(name, descriptor);

    /// <summary>The name of a published port.</summary>
    public static string PortName(int port) => FormattableString.Invariant($"port:{port}");

    /// <summary>Takes a listening socket; null when there is none of that name.</summary>
    public Socket? Take(string name)
    {
        if (!given.Remove(name, out var descriptor)) return null;
        using var plain = descriptor.TakeFileHandle();
        var handle = new SafeSocketHandle(plain.DangerousGetHandle(), ownsHandle: true);
        plain.SetHandleAsInvalid();
        try
        {
            return new Socket(handle);
        }
        catch (SocketException)
        {
            // It is no socket; whoever asked makes one.
            handle.Dispose();
            return null;
        }
    }

    /// <summary>Takes the table's lock; null when there is none.</summary>
    public Fd? TakeLock() => given.Remove(Lock, out var descriptor) ? descriptor : null;

    public void Dispose()
    {
        foreach (var descriptor in given.Values) descriptor.Dispose();
        given.Clear();
    }
}
