using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>A sleeping tenant is wanted, and what wanted it first. Every text in it is a client's: bounded, and free of control characters, but
/// to be believed by nobody.</summary>
/// <param name="Tenant">Who is to be woken.</param>
/// <param name="Cause">What came.</param>
/// <param name="At">When it came, by the edge's clock.</param>
public sealed record WakeAsked(TenantName Tenant, WakeCause Cause, DateTimeOffset At)
{
    /// <summary>The host that a request named, at most 253 characters; null for a connection.</summary>
    public string? Host { get; init; }

    /// <summary>Method and path of a request, without its query, e.g. <c>GET /hooks/42</c>, at most 256 characters; null for a connection.</summary>
    public string? Request { get; init; }

    /// <summary>The published port that a connection came to; null for a request.</summary>
    public int? HostPort { get; init; }

    /// <summary>The address that it came from, as far as it is known, at most 64 characters.</summary>
    public string? Peer { get; init; }
}
