using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>One connection to the health port: a greeting, then nothing but health, or a heartbeat. Needs no token, and tells no secret.</summary>
internal sealed class HealthSession(IByteStream stream, Tenancy tenancy, RequestDesk desk, TimeProvider clock)
{
    private const int MostLineBytes = 1 << 10;
    private static readonly TimeSpan LineTime = TimeSpan.FromMilliseconds(AgentLimits.RequestTimeoutMs);
    private static readonly byte[] Beat = "\n"u8.ToArray();

    /// <summary>Serves the peer to its end.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = new LineReader(new Inbox(stream, MostLineBytes), clock);
        var goesOn = await stream.WriteAsync(Session.Greeting(tenancy.Claim is not null), cancellationToken);
        while (goesOn && await lines.ReadAsync(LineTime, cancellationToken) is { } line && tenancy.Nonce is null)
        {
            goesOn = Envelope.Read(line)?.Operation switch
            {
                "health" => await stream.WriteAsync(Session.LineOf(await desk.HealthAsync(cancellationToken)), cancellationToken),
                "beat" => await BeatAsync(line, cancellationToken),
                _ => false,
            };
        }
    }

    // Until the peer hangs up. A held one says nothing to anybody, and does not begin again by itself.
    private async Task<bool> BeatAsync(byte[] line, CancellationToken cancellationToken)
    {
        if (RequestReader.Read("beat", line) is not AgentRequest.Beat { EveryMs: >= AgentLimits.MinBeatMs and <= AgentLimits.MaxBeatMs } wanted) return false;
        var goesOn = await stream.WriteAsync(Session.LineOf(new AgentReply.Stream()), cancellationToken);
        while (goesOn)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(wanted.EveryMs), clock, cancellationToken);
            goesOn = tenancy.Nonce is null && await stream.WriteAsync(Beat, cancellationToken);
        }

        return false;
    }
}
