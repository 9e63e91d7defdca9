namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for the host to be prepared.</summary>
/// <param name="KernelFolder">An unpacked kernel package; null to keep the stored kernel.</param>
/// <param name="Firecracker">A release of Firecracker to install; null for none.</param>
public sealed record InitBody(string? KernelFolder, FirecrackerBody? Firecracker = null);
