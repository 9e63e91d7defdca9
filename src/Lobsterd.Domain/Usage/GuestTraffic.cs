namespace Lobsterd.Domain.Usage;

/// <summary>What passed a tenant's TAP since it was made, as the guest sees it.</summary>
/// <param name="ReceivedBytes">Bytes to the guest.</param>
/// <param name="ReceivedPackets">Packets to the guest.</param>
/// <param name="SentBytes">Bytes from the guest.</param>
/// <param name="SentPackets">Packets from the guest.</param>
public sealed record GuestTraffic(long ReceivedBytes, long ReceivedPackets, long SentBytes, long SentPackets);
