using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>A memfd that holds a guest's memory and cannot be changed any more.</summary>
/// <param name="Memfd">The descriptor.</param>
/// <param name="Identity">What tells it from every other file; the kernel makes it, so a VMM cannot pass off another for it.</param>
internal sealed record SealedMemfd(Fd Memfd, FileIdentity Identity) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Memfd.Dispose();
}
