namespace Lobsterd.Protocol.Reef;

/// <summary>All kernels, the current one first.</summary>
/// <param name="Kernels">The kernels.</param>
public sealed record KernelList(IReadOnlyList<KernelBody> Kernels);
