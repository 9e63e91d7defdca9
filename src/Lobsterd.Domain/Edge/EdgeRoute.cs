using System.Net;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>What the edge knows of a tenant, and all it knows.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Host">Exact host name, lower case, without port, e.g. <c>alice.lobster.localhost</c>.</param>
/// <param name="Address">Where its guest answers; an address on another host is as good.</param>
/// <param name="Port">The workload's port.</param>
/// <param name="Publish">TCP ports of the host that lead to it.</param>
public sealed record EdgeRoute(TenantName Tenant, string Host, IPAddress Address, int Port, IReadOnlyList<PublishedPort> Publish)
{
    /// <summary>Whether its tenant sleeps: what comes for it is held, and asks for it to be woken; nothing is sent to its address.</summary>
    public bool Parked { get; init; }
}
