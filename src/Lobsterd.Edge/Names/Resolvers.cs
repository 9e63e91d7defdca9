using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lobsterd.Edge.Dns;

namespace Lobsterd.Edge.Names;

/// <summary>Asks the configured resolvers, one after the other, until one tells.</summary>
/// <param name="resolvers">Where they are, the first one first.</param>
/// <param name="clock">For the bounds.</param>
internal sealed class Resolvers(IReadOnlyList<IPEndPoint> resolvers, TimeProvider clock)
{
    private const int LengthBytes = 2;

    // How long one has for its answer before the next is asked; whoever waits for a name asks again after five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The IPv4 addresses of a name.</summary>
    /// <returns>An answer that the name has addresses, or none, or is none; null when no resolver said any of it.</returns>
    internal async Task<DnsAnswer?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var resolver in resolvers)
        {
            if (await AskAsync(resolver, name, cancellationToken) is { Outcome: DnsOutcome.Answered or DnsOutcome.NoSuchName } answer) return answer;
        }

        return null;
    }

    private async Task<DnsAnswer?> AskAsync(IPEndPoint resolver, string name, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var answer = await AskByDatagramAsync(resolver, name, either.Token);
            return answer.IsTruncated ? await AskByStreamAsync(resolver, name, either.Token) : answer;
        }
        catch (Exception silent) when (silent is SocketException or IOException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // A socket for each question: the kernel gives it a port that nobody can guess, and lets in what comes from the resolver alone.
    private static async Task<DnsAnswer> AskByDatagramAsync(IPEndPoint resolver, string name, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(resolver, cancellationToken);
        var id = NewId();
        _ = await socket.SendAsync(DnsQuery.Write(id, name), cancellationToken);
        var buffer = new byte[DnsFormat.MostDatagramBytes];
        while (true)
        {
            var size = await socket.ReceiveAsync(buffer, cancellationToken);
            // What is not the answer may be somebody's guess at it: the answer is still to come.
            if (DnsAnswer.Parse(buffer.AsSpan(0, size), id, name) is { } answer) return answer;
        }
    }

    private static async Task<DnsAnswer?> AskByStreamAsync(IPEndPoint resolver, string name, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(resolver, cancellationToken);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var id = NewId();
        await stream.WriteAsync(Framed(DnsQuery.Write(id, name)), cancellationToken);
        var message = await ReadFramedAsync(stream, DnsFormat.MostStreamBytes, cancellationToken);
        return message is null || DnsAnswer.Parse(message, id, name) is not { IsTruncated: false } answer ? null : answer;
    }

    /// <summary>A message with its length before it, as it goes over TCP (RFC 1035, section 4.2.2).</summary>
    internal static byte[] Framed(ReadOnlySpan<byte> message)
    {
        var framed = new byte[LengthBytes + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed.AsSpan(LengthBytes));
        return framed;
    }

    /// <summary>Reads such a message; null at the end, and when it is longer than it may be.</summary>
    internal static async Task<byte[]?> ReadFramedAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var length = new byte[LengthBytes];
        if (await stream.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false, cancellationToken) < LengthBytes) return null;
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        if (message.Length > most) return null;
        return await stream.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, cancellationToken) < message.Length ? null : message;
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
