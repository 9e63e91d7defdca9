using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>One VM's hold on a saved memory that it maps.</summary>
/// <param name="memory">The memory.</param>
/// <param name="source">The memory file that it was read from.</param>
/// <param name="release">Called once, by the first <see cref="Dispose"/>.</param>
internal sealed class SealedRam(SealedMemfd memory, FileIdentity source, Action release) : IDisposable
{
    private Action? release = release;

    /// <summary>The memfd; valid until this is disposed.</summary>
    internal Fd Memfd => memory.Memfd;

    /// <summary>What tells the memfd from every other file.</summary>
    internal FileIdentity Identity => memory.Identity;

    /// <summary>The memory file that it was read from.</summary>
    internal FileIdentity Source => source;

    /// <summary>Lets go of it; the last hold closes the memfd. VMs that map it keep its pages.</summary>
    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
