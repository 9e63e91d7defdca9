namespace Lobsterd.Protocol.Reef;

/// <summary>The hypervisor that new tenants get.</summary>
/// <param name="Name">The driver.</param>
/// <param name="Version">The VMM's version.</param>
/// <param name="Accelerator"><c>kvm</c> or <c>tcg</c>.</param>
/// <param name="Why">Why this one.</param>
public sealed record HypervisorBody(string Name, string Version, string Accelerator, string Why);
