using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Sysctls;

namespace Lobsterd.Standin.Stand;

/// <summary>A network namespace of a test's own, loopback up; gone with the last process, socket or descriptor in it.</summary>
/// <remarks>The kernel keeps namespaces by thread and an <c>await</c> changes threads, so whatever is done in it is done on a thread made for that.</remarks>
public sealed class NetNamespace : IDisposable
{
    private const string OwnNamespace = "/proc/thread-self/ns/net";
    private readonly Fd handle;

    private NetNamespace(Fd handle, string identity) => (this.handle, Identity) = (handle, identity);

    /// <summary>As <see cref="ThreadNamespaces.IdentityOf"/> tells it of the processes in it.</summary>
    public string Identity { get; }

    /// <summary>Makes a fresh one.</summary>
    public static NetNamespace Create() => OnThread(() =>
    {
        ThreadNamespaces.Unshare(NamespaceKinds.Network).Require();
        using (var kernel = RtNetlink.Open().Require())
            kernel.Apply(new RtBatch().ChangeLink(RtNetlink.IndexOf("lo").Require(), new LinkChange { Up = true })).Require();
        // A new namespace takes this over from the host, and a host with containers forwards.
        Sysctl.Write("net/ipv4/ip_forward", "0").Require();
        var identity = new FileInfo(OwnNamespace).LinkTarget ?? throw new InvalidOperationException($"{OwnNamespace} leads nowhere");
        return new NetNamespace(Fd.Open(OwnNamespace, OpenFlags.ReadOnly).Require(), identity);
    });

    /// <summary>Does something in it, on a thread of its own.</summary>
    public T Run<T>(Func<T> act) => OnThread(() =>
    {
        ThreadNamespaces.Enter(handle, NamespaceKinds.Network).Require();
        return act();
    });

    /// <summary>Does something asynchronous in it, on a thread of its own, and waits for its end: every part of it is done in the namespace.</summary>
    public T RunToEnd<T>(Func<Task<T>> act) => Run(() => SingleThread.Run(act));

    /// <summary>Starts a process in it.</summary>
    public ChildProcess Start(SpawnInput input) => Run(() => Spawner.Start(input).Require());

    /// <summary>Connects from within it.</summary>
    public async Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        // A socket belongs to the namespace that it was made in, whoever uses it later.
        var family = address is IPEndPoint ip ? ip.AddressFamily : AddressFamily.InterNetwork;
        var socket = Run(() => new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static T OnThread<T>(Func<T> act)
    {
        Result<T, Exception> outcome = default;
        var thread = new Thread(() =>
        {
            try
            {
                outcome = act();
            }
#pragma warning disable CA1031 // Carried over to the caller's thread, whatever it is.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                outcome = exception;
            }
        })
        {
            IsBackground = true,
            Name = "in a namespace",
        };
        thread.Start();
        thread.Join();
        return outcome.TryGetError(out var thrown, out var value)
            ? throw new InvalidOperationException($"in a network namespace: {thrown.Message}", thrown)
            : value;
    }
}
