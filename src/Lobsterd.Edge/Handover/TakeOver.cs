using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Handover;

/// <summary>The side of the edge that starts: asks the one that serves for all that it listens on, and tells it when to let go. Until it has told
/// that, its own end leaves the other as it was.</summary>
/// <remarks>It waits by blocking, with a bound: there is nothing else that an edge could do before it has its sockets.</remarks>
internal sealed class TakeOver : IDisposable
{
    private const int PatienceMs = 10_000;

    // Many times what any table's ports fill.
    private const int MostPages = 65_536;

    private readonly Socket socket;
    private readonly byte[] buffer = new byte[4_096];
    private readonly List<byte> unread = [];
    private readonly Queue<Fd> arrived = [];

    private TakeOver(Socket socket) => this.socket = socket;

    /// <summary>What was handed over.</summary>
    public HandedSockets Sockets { get; } = new();

    /// <summary>How many edges drain, once that one has let go.</summary>
    public int Drainers { get; private set; }

    /// <summary>Asks whoever serves.</summary>
    /// <param name="path">The socket of handovers.</param>
    /// <returns>Null when nobody serves there.</returns>
    /// <error code="edge.start.held">An edge answers and hands nothing over.</error>
    public static Result<TakeOver?, LobsterError> Begin(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = PatienceMs, ReceiveTimeout = PatienceMs };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return default(TakeOver);
        }

        var asked = new TakeOver(socket);
        if (!asked.AskForAll().TryGetError(out var error)) return asked;
        asked.Dispose();
        return error;
    }

    /// <summary>Tells the other that all of it is accepted on here, and waits until it has let go.</summary>
    /// <error code="edge.start.held">It has gone, or does not answer.</error>
    public UnitResult<LobsterError> Finish()
    {
        if (Say(new HandoverMessage.Taken()).TryGetError(out var error)) return error;
        return Hear().TryGetError(out error, out var heard) ? error
            : heard is HandoverMessage.LetGo ? UnitResult.Success<LobsterError>()
            : Failed($"it answered with {heard.GetType().Name}");
    }

    public void Dispose()
    {
        while (arrived.TryDequeue(out var descriptor)) descriptor.Dispose();
        Sockets.Dispose();
        socket.Dispose();
    }

    private UnitResult<LobsterError> AskForAll()
    {
        for (var (page, from) = (0, 0); page < MostPages; page++)
        {
            if (Say(new HandoverMessage.Ask(HandoverMessage.Version, from)).TryGetError(out var error)) return error;
            if (Hear().TryGetError(out error, out var heard)) return error;
            if (heard is not HandoverMessage.Given given) return Failed($"it answered with {heard.GetType().Name}");
            foreach (var name in given.Names)
                if (!arrived.TryDequeue(out var descriptor) || !Sockets.TryAdd(name, descriptor)) return Failed($"'{name}' came without a socket, or twice");
            from += given.Names.Count;
            Drainers = given.Drainers + 1;
            if (!given.More) return UnitResult.Success<LobsterError>();
        }

        return Failed("it listens on more than any edge can");
    }

    private UnitResult<LobsterError> Say(HandoverMessage message)
    {
        try
        {
            _ = socket.Send(EdgeWire.ToLine(message, HandoverJson.Default.HandoverMessage));
            return UnitResult.Success<LobsterError>();
        }
        catch (SocketException fault)
        {
            return Failed(fault.Message);
        }
    }

    // Descriptors come with the first byte of their line, so they are here when the line is whole.
    private Result<HandoverMessage, LobsterError> Hear()
    {
        while (true)
        {
            if (unread.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var line = unread[..end].ToArray();
                unread.RemoveRange(0, end + 1);
                return EdgeWire.Parse(line, HandoverJson.Default.HandoverMessage);
            }

            if (unread.Count > EdgeLimits.MaxLineBytes) return Failed("a line is too long");
            if (DescriptorMessage.Receive(socket.SafeHandle, buffer).TryGetError(out var error, out var message)) return Failed(error.FullMessage);
            if (message is null) return Failed($"it said nothing for {PatienceMs} ms");
            foreach (var descriptor in message.Descriptors) arrived.Enqueue(descriptor);
            if (message.Bytes == 0) return Failed("it closed the connection");
            unread.AddRange(buffer.AsSpan(0, message.Bytes));
        }
    }

    private static LobsterError Failed(string why) => new(EdgeErrors.Held, $"the edge that serves did not hand over: {why}");
}
