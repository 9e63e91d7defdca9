using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>One line from the edge to a watcher; the member <c>event</c> tells which. A slow watcher misses the oldest.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Unreachable), "unreachable")]
[JsonDerivedType(typeof(Saturated), "saturated")]
[JsonDerivedType(typeof(PortUp), "port-up")]
[JsonDerivedType(typeof(PortDown), "port-down")]
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
}
