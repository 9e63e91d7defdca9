using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>What the edge sees of one tenant at one instant; lobsterd's own probes are not in it.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Requests">HTTP requests under way.</param>
/// <param name="WebSockets">WebSockets and other upgraded connections.</param>
/// <param name="Streams">Connections through published ports.</param>
/// <param name="Held">What waits for it to be woken.</param>
/// <param name="Idle">Since when nothing came or ended; measured by a clock that nobody sets, from the edge's own start at the earliest.</param>
/// <param name="Parked">Whether it sleeps at the edge.</param>
public sealed record TenantActivity(TenantName Tenant, int Requests, int WebSockets, int Streams, int Held, TimeSpan Idle, bool Parked)
{
    /// <summary>Whether nothing is under way or waits.</summary>
    public bool IsQuiet => Requests + WebSockets + Streams + Held == 0;
}
