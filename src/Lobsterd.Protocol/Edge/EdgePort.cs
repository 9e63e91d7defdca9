namespace Lobsterd.Protocol.Edge;

/// <summary>A published TCP port on the wire.</summary>
/// <param name="HostPort">1 to 65,535.</param>
/// <param name="GuestPort">1 to 65,535.</param>
public sealed record EdgePort(int HostPort, int GuestPort);
