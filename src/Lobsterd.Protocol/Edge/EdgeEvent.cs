using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>One line from the edge to a watcher; the member <c>event</c> tells which. A slow watcher misses the oldest.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Unreachable), "unreachable")]
[JsonDerivedType(typeof(Saturated), "saturated")]
[JsonDerivedType(typeof(PortUp), "port-up")]
[JsonDerivedType(typeof(PortDown), "port-down")]
[JsonDerivedType(typeof(WakeWanted), "wake-wanted")]
[JsonDerivedType(typeof(NameAsked), "name-asked")]
[JsonDerivedType(typeof(NameFound), "name-found")]
public abstract record EdgeEvent
{
    private EdgeEvent() { }

    /// <summary>A tenant's guest took no connection; told at most once a second for each tenant.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    public sealed record Unreachable(string Tenant) : EdgeEvent;

    /// <summary>A tenant has as much in flight as it may, and something was refused; told at most once a second for each tenant.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    public sealed record Saturated(string Tenant) : EdgeEvent;

    /// <summary>A published port that was down is listened on again.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="HostPort">The port.</param>
    public sealed record PortUp(string Tenant, int HostPort) : EdgeEvent;

    /// <summary>A port of the table could not be listened on; the edge keeps trying.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="HostPort">The port.</param>
    public sealed record PortDown(string Tenant, int HostPort) : EdgeEvent;

    /// <summary>A parked tenant is wanted; told once however much waits, and only to those who watch wakes (<see cref="EdgeRequest.Watch.Wakes"/>).</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="AtMs">When the first came, in milliseconds since 1970, by the edge's clock.</param>
    public sealed record WakeWanted(string Tenant, long AtMs) : EdgeEvent
    {
        /// <summary>The host that a request named; null for a connection.</summary>
        public string? Host { get; init; }

        /// <summary>Its method and path without the query, at most <see cref="EdgeLimits.MaxRequestLength"/>; null for a connection.</summary>
        public string? Request { get; init; }

        /// <summary>The published port that a connection came to; null for a request.</summary>
        public int? HostPort { get; init; }

        /// <summary>Where it came from, at most <see cref="EdgeLimits.MaxPeerLength"/>.</summary>
        public string? Peer { get; init; }
    }

    /// <summary>A guest asks for a name; told to one that judges names (<see cref="EdgeRequest.JudgeNames"/>), who answers by <see cref="EdgeRequest.NameJudged"/>.</summary>
    /// <param name="Id">The question's number; another one each time.</param>
    /// <param name="Guest">The guest's IPv4 address.</param>
    /// <param name="Name">The name, lower case, without trailing dot, at most <see cref="EdgeLimits.MaxHostLength"/>.</param>
    public sealed record NameAsked(long Id, string Guest, string Name) : EdgeEvent;

    /// <summary>A name that a guest may ask for leads somewhere; told and answered like <see cref="NameAsked"/>, and the guest hears of it only afterwards.</summary>
    /// <param name="Id">The question's number; another one each time.</param>
    /// <param name="Guest">The guest's IPv4 address.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Addresses">IPv4 addresses, 1 to <see cref="EdgeLimits.MaxNamedAddresses"/>.</param>
    /// <param name="Seconds">For how long the resolver says so, at most <see cref="EdgeLimits.MaxNamedSeconds"/>.</param>
    public sealed record NameFound(long Id, string Guest, string Name, IReadOnlyList<string> Addresses, int Seconds) : EdgeEvent;
}
