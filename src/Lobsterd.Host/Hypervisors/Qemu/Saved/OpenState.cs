using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>A saved state, checked and ready to be loaded.</summary>
/// <param name="State">Its passport.</param>
/// <param name="File">Stands where QEMU's bytes begin.</param>
internal sealed record OpenState(SavedState State, Fd File) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
