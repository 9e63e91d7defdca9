using System.Net;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Agent;

/// <summary>The one message by which the host gives an anonymous VM its tenant's identity.</summary>
public sealed record TenantClaim
{
    /// <summary>The tenant's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant's name; also the guest's host name.</summary>
    public required TenantName Name { get; init; }

    /// <summary>The guest's address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Prefix length of its subnet.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>Its default route.</summary>
    public required IPAddress Gateway { get; init; }

    /// <summary>Its resolvers; may be empty.</summary>
    public required IReadOnlyList<IPAddress> Dns { get; init; }

    /// <summary>The secret that every later message carries.</summary>
    public required string AgentToken { get; init; }

    /// <summary>The secret that the workload asks of its users.</summary>
    public required string GatewayToken { get; init; }

    /// <summary>The host's wall clock when the claim was made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>64 bytes for the guest's random number generator.</summary>
    public required ReadOnlyMemory<byte> Entropy { get; init; }

    /// <summary>What to run.</summary>
    public required WorkloadSpec Workload { get; init; }

    /// <summary>The tenant's secrets.</summary>
    public IReadOnlyList<WorkloadSecret> Secrets { get; init; } = [];
}
