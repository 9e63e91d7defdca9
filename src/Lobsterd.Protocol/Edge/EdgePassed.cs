namespace Lobsterd.Protocol.Edge;

/// <summary>What has passed the edge to a tenant since its route was first there.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Requests">HTTP requests.</param>
/// <param name="WebSockets">WebSockets and other upgraded connections.</param>
/// <param name="Streams">Connections through published ports.</param>
/// <param name="UnderWay">Of all of these, those that have not ended.</param>
public sealed record EdgePassed(string Tenant, long Requests, long WebSockets, long Streams, int UnderWay);
