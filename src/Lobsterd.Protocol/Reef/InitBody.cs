namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for the host to be prepared.</summary>
/// <param name="KernelFolder">An unpacked kernel package; null to keep the stored kernel.</param>
public sealed record InitBody(string? KernelFolder);
