using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Connections of the host's users and of places, and whether they come about.</summary>
internal static class Talk
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A TCP socket of the host's, made by a user: the firewall judges by who made it.</summary>
    internal static Task<Socket> SocketOfUserAsync(uint uid, AddressFamily family, SocketType type = SocketType.Stream)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Credentials are a thread's own, and there is no way back: it ends with them.
        new Thread(() =>
        {
            if (ThreadIdentity.TakeOn(new Credentials { UserId = uid, GroupId = uid }).TryGetError(out var error)) made.SetException(new InvalidOperationException(error.FullMessage));
            else made.SetResult(new Socket(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp));
        }).Start();
        return made.Task;
    }

    /// <summary>Connects and hears its own words again; fails the test when it does not.</summary>
    internal static async Task AskAsync(Socket socket, IPEndPoint to, string words = "hello")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Eventually.Ceiling);
        try
        {
            if (!socket.Connected) await socket.ConnectAsync(to, patience.Token);
            await socket.SendAsync(Encoding.Latin1.GetBytes(words), patience.Token);
            var buffer = new byte[words.Length];
            for (var heard = 0; heard < buffer.Length;)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(heard), patience.Token);
                Assert.NotEqual(0, count);
                heard += count;
            }
            Assert.Equal(words, Encoding.Latin1.GetString(buffer));
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"{to} did not answer");
        }
    }

    /// <summary>As root on the host: connects, hears its own words, closes.</summary>
    internal static async Task AskFromHostAsync(IPEndPoint to)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await AskAsync(socket, to);
    }

    /// <summary>From a place: connects, hears its own words, closes.</summary>
    internal static async Task AskFromAsync(NetPlace place, IPEndPoint to)
    {
        using var socket = await place.DoAsync(() => new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        await AskAsync(socket, to);
    }

    /// <summary>Begins to connect, from a certain port if one is told, and does not wait.</summary>
    internal static void Begin(Socket socket, IPEndPoint to, int port = 0)
    {
        socket.Blocking = false;
        socket.Bind(new IPEndPoint(to.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, port));
        try
        {
            socket.Connect(to);
        }
        catch (SocketException begun) when (begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The kernel goes on by itself.
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AccessDenied or SocketError.NetworkUnreachable or SocketError.HostUnreachable)
        {
            // The wall says no at once; that is an answer too.
        }
    }
}
