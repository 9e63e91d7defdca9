using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Everything that is decided before the first step of <c>init</c>.</summary>
/// <param name="KernelFolder">Where the kernel comes from; null to keep the one in the store.</param>
/// <param name="Firecracker">A release of Firecracker to take in; null for none.</param>
/// <param name="Image">The recipe of the default image.</param>
/// <param name="WasInitialized">Whether the host had been prepared before: then a failure leaves it so.</param>
public sealed record InitPlan(string? KernelFolder, FirecrackerRelease? Firecracker, string Image, bool WasInitialized);
