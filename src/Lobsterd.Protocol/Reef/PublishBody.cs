namespace Lobsterd.Protocol.Reef;

/// <summary>A published TCP port.</summary>
/// <param name="HostPort">On the host.</param>
/// <param name="GuestPort">In the guest.</param>
public sealed record PublishBody(int HostPort, int GuestPort);
