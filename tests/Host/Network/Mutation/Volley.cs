using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A round of attempts, once each, and how far each came.</summary>
/// <remarks>A packet carries its number in the round: in the IPv4 header's identification, or as its target port over IPv6, or as the source port of a socket of the host's. Ports
/// of guests and of sockets are new in each round: what an earlier one left in the connection table must not speak for this one.</remarks>
internal sealed class Volley(Probe probe)
{
    private const int FirstGuestPort = 10_000;
    private const int FirstTargetPort = 11_000;
    private const int FirstSocketPort = 4_000;
    private const int SocketsPerRound = 56;

    // Below the ports that a kernel gives to whoever asks for any.
    private const int MostRounds = (32_768 - FirstSocketPort) / SocketsPerRound;

    private static int roundsOfAll;

    private readonly List<string> frames = [];
    private readonly List<string> connections = [];
    private readonly List<Socket> sockets = [];
    private int round;
    private int roundOfAll;

    /// <summary>Writes a frame as somebody's card would.</summary>
    internal delegate void Inject(ReadOnlySpan<byte> frame);

    /// <summary>A port of a guest's that no earlier round used, of another volley neither: one that had the same wall's guests knows its connections for minutes.</summary>
    internal int Port => FirstGuestPort + roundOfAll;

    /// <summary>Begins the next round.</summary>
    internal void Begin()
    {
        Assert.InRange(++round, 1, MostRounds);
        roundOfAll = Interlocked.Increment(ref roundsOfAll);
        frames.Clear();
        connections.Clear();
    }

    /// <summary>Sends a frame over IPv4.</summary>
    internal void Send(string name, Inject send, FrameMaker frame, Func<FrameMaker, byte[]> write)
    {
        frames.Add(name);
        send(write(frame with { Id = (ushort)frames.Count, Service = frame.Service == 0 ? Probe.Service : frame.Service }));
    }

    /// <summary>Sends a frame over IPv6, to the port that it is given.</summary>
    internal void SendTo(string name, Inject send, FrameMaker frame, Func<FrameMaker, int, byte[]> write)
    {
        frames.Add(name);
        send(write(frame with { Service = Probe.Service }, FirstTargetPort + frames.Count));
    }

    /// <summary>Begins a connection of one of the host's users to a guest.</summary>
    /// <param name="name">What it tries.</param>
    /// <param name="uid">Who.</param>
    /// <param name="to">Where to.</param>
    /// <param name="tap">By which interface; null where the address tells.</param>
    /// <returns>Its source port.</returns>
    internal async Task<int> ConnectAsync(string name, uint uid, IPEndPoint to, string? tap = null)
    {
        Assert.InRange(connections.Count, 0, SocketsPerRound - 1);
        var port = FirstSocketPort + (round * SocketsPerRound) + connections.Count;
        connections.Add(name);
        var socket = await Talk.SocketOfUserAsync(uid, to.AddressFamily);
        sockets.Add(socket);

        // SO_BINDTODEVICE; IP_TOS or IPV6_TCLASS.
        if (tap is not null) socket.SetRawSocketOption(1, 25, Encoding.ASCII.GetBytes(tap));
        var (level, option) = to.AddressFamily == AddressFamily.InterNetwork ? (0, 1) : (41, 67);
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes((int)Probe.UserService));
        Talk.Begin(socket, to, port);
        return port;
    }

    /// <summary>Ends the round: how far each packet came, a line each.</summary>
    internal IReadOnlyList<string> Picture()
    {
        var told = probe.Take(NameOf);
        foreach (var socket in sockets) socket.Dispose();
        sockets.Clear();
        return told;
    }

    // What sockets of earlier rounds still say is of their ports.
    private string? NameOf(string set, int number)
    {
        var (names, at) = set.StartsWith("to-guest", StringComparison.Ordinal) || set.StartsWith("to-world", StringComparison.Ordinal) ? (connections, number - FirstSocketPort - (round * SocketsPerRound))
            : set.EndsWith("-6", StringComparison.Ordinal) ? (frames, number - FirstTargetPort - 1)
            : (frames, number - 1);
        return at >= 0 && at < names.Count ? names[at] : null;
    }
}
