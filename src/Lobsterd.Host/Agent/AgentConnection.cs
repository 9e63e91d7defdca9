using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>A greeted connection to one agent: a request line out, a reply line in, one at a time. After any lapse it is of no use.</summary>
internal sealed class AgentConnection : IDisposable
{
    /// <summary>Longest greeting in bytes that the host takes.</summary>
    internal const int MostGreetingBytes = 1 << 10;

    private AgentConnection(Stream stream, AgentInbox inbox, int version, bool isClaimed)
    {
        Stream = stream;
        Inbox = inbox;
        Version = version;
        IsClaimed = isClaimed;
    }

    /// <summary>Where frames to the agent go; the connection's own.</summary>
    internal Stream Stream { get; }

    /// <summary>What the agent sends after its replies: the frames of a stream.</summary>
    internal AgentInbox Inbox { get; }

    /// <summary>The newest protocol version that both ends speak.</summary>
    internal int Version { get; }

    /// <summary>Whether the VM behind it has an identity, as its greeting or the answered claim says.</summary>
    internal bool IsClaimed { get; private set; }

    /// <summary>Reads the greeting of an agent; takes the stream over, whatever comes of it.</summary>
    internal static async Task<Result<AgentConnection, AgentLapse>> GreetAsync(Stream stream, CancellationToken cancellationToken)
    {
        AgentConnection? greeted = null;
        try
        {
            var inbox = new AgentInbox(stream);
            if ((await inbox.ReadLineAsync(MostGreetingBytes, cancellationToken)).TryGetError(out var lapse, out var line)) return lapse;
            if (Parse(line.Span, AgentJson.Default.AgentGreeting) is not { } greeting || !IsSound(greeting)) return AgentLapse.Garbled;

            var version = Math.Min(greeting.Protocol, AgentLimits.ProtocolVersion);
            if (version < Math.Max(greeting.Oldest, AgentLimits.OldestProtocolVersion)) return AgentLapse.ForeignVersion;
            return greeted = new AgentConnection(stream, inbox, version, greeting.State == AgentGreeting.Claimed);
        }
        finally
        {
            if (greeted is null) await stream.DisposeAsync();
        }
    }

    /// <summary>Sends a request and reads its reply.</summary>
    /// <param name="request">In any version; it is sent in the one that both ends speak.</param>
    /// <param name="cancellationToken">Ends the wait; the connection is of no use afterwards.</param>
    internal async Task<Result<AgentReply, AgentLapse>> AskAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        // Bytes that nobody asked for would be taken for the answer.
        if (Inbox.Unread > 0) return AgentLapse.Garbled;
        var line = Serialize(request with { V = Version });
        if (line.Length > AgentLimits.MaxLineBytes) return AgentLapse.RequestTooLong;

        if (!await TrySendAsync(line, cancellationToken)) return AgentLapse.Reset;
        if ((await Inbox.ReadLineAsync(AgentLimits.MaxReplyBytes, cancellationToken)).TryGetError(out var lapse, out var answer)) return lapse;
        if (Parse(answer.Span, AgentJson.Default.AgentReply) is not { } reply) return AgentLapse.Garbled;

        IsClaimed |= request is AgentRequest.Claim && reply is AgentReply.Done or AgentReply.Proof;
        return reply;
    }

    /// <summary>Says that nothing more will be asked, and waits until the agent has ended its side as well. A bound that passes ends the wait in silence.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Stream is NetworkStream { Socket: var socket }) socket.Shutdown(SocketShutdown.Send);
            _ = await Inbox.ReadLineAsync(1, cancellationToken);
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over either way.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    /// <summary>One JSON message; null when it is none, or the literal null.</summary>
    internal static T? Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception garbled) when (garbled is JsonException or NotSupportedException)
        {
            // NotSupported is what a message without its discriminator gets.
            return null;
        }
    }

    private static bool IsSound(AgentGreeting greeting) =>
        greeting.Agent == "lobsterd"
        && greeting.Oldest >= 1
        && greeting.Protocol >= greeting.Oldest
        && greeting.State is AgentGreeting.Anonymous or AgentGreeting.Claimed;

    private static byte[] Serialize(AgentRequest request) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(request, AgentJson.Default.AgentRequest), (byte)'\n'];

    private async Task<bool> TrySendAsync(byte[] line, CancellationToken cancellationToken)
    {
        try
        {
            await Stream.WriteAsync(line, cancellationToken);
            return true;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
