using System.Globalization;
using System.Text;
using System.Text.Json;
using Lobsterd.Guest.Exec;
using Lobsterd.Guest.Frames;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>One connection to the control port: a greeting, then requests and replies in turn, until a stream or the end.</summary>
internal sealed class Session(IByteStream stream, Tenancy tenancy, RequestDesk desk, ExecDesk execs, LogRing log, TimeProvider clock)
{
    private static readonly TimeSpan LineTime = TimeSpan.FromMilliseconds(AgentLimits.RequestTimeoutMs);

    // Most answers are this one, the first of a fresh VM among them: it wants no serializer, as little as the greetings before it do.
    private static readonly byte[] Done = LineOf("""{"reply":"done"}"""u8.ToArray());
    private static readonly byte[] AnonymousGreeting = GreetingOf(AgentGreeting.Anonymous);
    private static readonly byte[] ClaimedGreeting = GreetingOf(AgentGreeting.Claimed);

    private readonly Inbox inbox = new(stream, AgentLimits.MaxLineBytes);

    /// <summary>Serves the peer to its end.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = new LineReader(inbox, clock);
        var goesOn = await GreetAsync(cancellationToken);
        while (goesOn && await lines.ReadAsync(LineTime, cancellationToken) is { } line)
            goesOn = await TakeAsync(line, cancellationToken);
    }

    /// <summary>The greeting line of an agent.</summary>
    internal static byte[] Greeting(bool isClaimed) => isClaimed ? ClaimedGreeting : AnonymousGreeting;

    /// <summary>A reply as a line.</summary>
    internal static byte[] LineOf(AgentReply reply) => reply switch
    {
        AgentReply.Done => Done,
        AgentReply.Proof proof => LineOf(ProofWriter.Write(proof)),
        _ => LineOf(JsonSerializer.SerializeToUtf8Bytes(reply, AgentJson.Default.AgentReply)),
    };

    /// <summary>Takes one request; false when the connection is over.</summary>
    private async Task<bool> TakeAsync(byte[] line, CancellationToken cancellationToken)
    {
        // To a peer that may not ask, silence: it learns nothing of why.
        if (Envelope.Read(line) is not { } envelope || !IsAdmitted(envelope)) return false;
        if (envelope.Version is < AgentLimits.OldestProtocolVersion or > AgentLimits.ProtocolVersion)
            return await RefuseAsync(AgentRefusal.Version, $"version {envelope.Version} is not spoken here", cancellationToken);

        return RequestReader.Read(envelope.Operation, line) switch
        {
            null => await RefuseAsync(AgentRefusal.Garbled, "this is no message of the protocol", cancellationToken),
            AgentRequest.Exec exec => await ExecAsync(exec, cancellationToken),
            AgentRequest.Logs logs => await LogsAsync(logs, cancellationToken),
            AgentRequest.Beat => await RefuseAsync(AgentRefusal.Invalid, "the heart is heard on the health port", cancellationToken),
            var request => await ReplyAsync(await desk.AnswerAsync(request, cancellationToken), cancellationToken),
        };
    }

    /// <summary>To an anonymous agent nobody may speak but a claimant, and whoever makes a template of it. A claim itself carries no token: a claimed agent compares it whole. Of a held one
    /// nobody knows yet whether it is the VM that was copied or a copy.</summary>
    private bool IsAdmitted(Envelope envelope)
    {
        if (envelope.Operation == "reclaim") return tenancy.Claim is not null;
        if (tenancy.Nonce is not null) return envelope.Operation is "hold" or "release" && tenancy.Admits(envelope.Token);
        if (envelope.Operation == "workload.prepare" && tenancy.Claim is null) return true;
        return envelope.Operation == "claim" || tenancy.Admits(envelope.Token);
    }

    private async Task<bool> ExecAsync(AgentRequest.Exec exec, CancellationToken cancellationToken)
    {
        var outcome = await execs.RunAsync(exec, tenancy.Claim!, stream, inbox, () => ReplyAsync(new AgentReply.Stream(), cancellationToken), cancellationToken);
        return outcome.TryGetError(out var fault) && await ReplyAsync(Refusals.Of(fault), cancellationToken);
    }

    private async Task<bool> LogsAsync(AgentRequest.Logs logs, CancellationToken cancellationToken)
    {
        if (logs.Tail is < 0 or > 100_000) return await RefuseAsync(AgentRefusal.Invalid, "tail is not 0 to 100000", cancellationToken);
        if (await ReplyAsync(new AgentReply.Stream(), cancellationToken))
            await new LogStream(log, new FrameWriter(stream), clock).RunAsync(logs.Tail, logs.Follow, cancellationToken);
        return false;
    }

    private ValueTask<bool> GreetAsync(CancellationToken cancellationToken) => stream.WriteAsync(Greeting(tenancy.Claim is not null), cancellationToken);

    private ValueTask<bool> RefuseAsync(string code, string message, CancellationToken cancellationToken) =>
        ReplyAsync(new AgentReply.Refused(code, message), cancellationToken);

    private ValueTask<bool> ReplyAsync(AgentReply reply, CancellationToken cancellationToken) => stream.WriteAsync(LineOf(reply), cancellationToken);

    private static byte[] GreetingOf(string state) => LineOf(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"agent":"lobsterd","protocol":{{AgentLimits.ProtocolVersion}},"oldest":{{AgentLimits.OldestProtocolVersion}},"state":"{{state}}"}""")));

    private static byte[] LineOf(byte[] json) => [.. json, (byte)'\n'];
}
