using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>One connection to the health port: a greeting, then nothing but health. Needs no token, and tells no secret.</summary>
internal sealed class HealthSession(IByteStream stream, Tenancy tenancy, RequestDesk desk, TimeProvider clock)
{
    private const int MostLineBytes = 1 << 10;
    private static readonly TimeSpan LineTime = TimeSpan.FromMilliseconds(AgentLimits.RequestTimeoutMs);

    /// <summary>Serves the peer to its end.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = new LineReader(new Inbox(stream, MostLineBytes), clock);
        var goesOn = await stream.WriteAsync(Session.Greeting(tenancy.Claim is not null), cancellationToken);
        while (goesOn
            && await lines.ReadAsync(LineTime, cancellationToken) is { } line
            && Envelope.Read(line) is { Operation: "health" }
            && tenancy.Nonce is null)
            goesOn = await stream.WriteAsync(Session.LineOf(await desk.HealthAsync(cancellationToken)), cancellationToken);
    }
}
