using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>What we are told to start.</summary>
/// <param name="Builder">Who builds the jail: <see cref="JailFiles.ByLauncher"/> or <see cref="JailFiles.ByJailer"/>.</param>
/// <param name="Spec">The file that holds the spec.</param>
/// <param name="Handed">What the VMM gets, in the spec's order.</param>
internal sealed record Work(string Builder, Fd Spec, IReadOnlyList<Fd> Handed) : IDisposable
{
    public void Dispose()
    {
        Spec.Dispose();
        foreach (var descriptor in Handed) descriptor.Dispose();
    }
}
