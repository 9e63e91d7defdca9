namespace Lobsterd.Protocol.Edge;

/// <summary>What the edge sees of a tenant at one instant, without lobsterd's own probes.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Requests">HTTP requests under way.</param>
/// <param name="WebSockets">WebSockets and other upgraded connections.</param>
/// <param name="Streams">Connections through published ports.</param>
/// <param name="Held">What waits for the tenant to be woken.</param>
/// <param name="IdleMs">Milliseconds since anything came or ended, since the edge's start at the most.</param>
/// <param name="Parked">Whether it is parked.</param>
public sealed record EdgeTraffic(string Tenant, int Requests, int WebSockets, int Streams, int Held, long IdleMs, bool Parked);
