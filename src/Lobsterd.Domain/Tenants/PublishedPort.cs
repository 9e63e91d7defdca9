namespace Lobsterd.Domain.Tenants;

/// <summary>A TCP port of the host that the edge forwards to a port of the tenant's guest.</summary>
/// <param name="HostPort">1 to 65535; unique on the host.</param>
/// <param name="GuestPort">1 to 65535.</param>
public sealed record PublishedPort(int HostPort, int GuestPort);
