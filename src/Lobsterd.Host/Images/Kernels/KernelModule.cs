namespace Lobsterd.Host.Images.Kernels;

/// <summary>A module that the guest loads.</summary>
/// <param name="FileName">Its file's name, not compressed: <c>virtio-rng.ko</c>.</param>
/// <param name="Content">The whole file, not compressed.</param>
internal sealed record KernelModule(string FileName, byte[] Content);
