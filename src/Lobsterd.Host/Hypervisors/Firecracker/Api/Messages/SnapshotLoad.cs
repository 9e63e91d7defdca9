namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>Makes a VM of a snapshot. Whatever goes wrong ends Firecracker.</summary>
/// <param name="SnapshotPath">Its devices, as a path in the jail.</param>
/// <param name="MemBackend">Its memory.</param>
/// <param name="NetworkOverrides">The TAPs that its interfaces get.</param>
/// <param name="ResumeVm">Whether it runs at once. Ours waits until it is claimed.</param>
internal sealed record SnapshotLoad(string SnapshotPath, MemoryBackend MemBackend, IReadOnlyList<NetworkOverride> NetworkOverrides, bool ResumeVm = false);
