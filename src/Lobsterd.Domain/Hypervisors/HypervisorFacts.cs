namespace Lobsterd.Domain.Hypervisors;

/// <summary>Which hypervisor this host uses for new tenants, and why.</summary>
/// <param name="Name">The driver.</param>
/// <param name="Version">The VMM's version, e.g. <c>7.2.22</c>.</param>
/// <param name="Accelerator"><c>kvm</c>, <c>tcg</c> (software), or the driver's own word.</param>
/// <param name="Why">One sentence for people.</param>
public sealed record HypervisorFacts(HypervisorName Name, string Version, string Accelerator, string Why);
