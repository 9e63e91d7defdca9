namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a kernel to be taken into the store.</summary>
/// <param name="Path">Absolute path on the host: an unpacked package, a boot image, or an uncompressed kernel.</param>
public sealed record KernelAddBody(string Path);
