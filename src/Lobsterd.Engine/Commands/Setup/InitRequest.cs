using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>How the host shall be prepared; the configuration is read, never changed, by <c>init</c>.</summary>
/// <param name="KernelFolder">An unpacked kernel package; null to keep the kernel that the store has.</param>
/// <param name="Firecracker">A release of Firecracker to take in; null for none.</param>
public sealed record InitRequest(string? KernelFolder, FirecrackerRelease? Firecracker = null);
