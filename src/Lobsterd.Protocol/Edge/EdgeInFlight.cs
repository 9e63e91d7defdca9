namespace Lobsterd.Protocol.Edge;

/// <summary>What of a tenant is in flight at one instant.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Requests">HTTP requests under way.</param>
/// <param name="WebSockets">WebSockets and other upgraded connections.</param>
/// <param name="Streams">Connections through published ports.</param>
public sealed record EdgeInFlight(string Tenant, int Requests, int WebSockets, int Streams)
{
    /// <summary>This and what else of the same tenant is in flight.</summary>
    public EdgeInFlight Plus(EdgeInFlight other) =>
        this with { Requests = Requests + other.Requests, WebSockets = WebSockets + other.WebSockets, Streams = Streams + other.Streams };
}
