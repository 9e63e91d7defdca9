using Lobsterd.Linux.Processes;

namespace Lobsterd.Launcher;

/// <summary>A VMM that runs in its jail, and what we keep of it.</summary>
/// <param name="Vmm">The process, our child.</param>
/// <param name="Output">Where its words come out, and where its end is recorded.</param>
internal sealed record JailedVmm(UnwatchedChild Vmm, JailOutput Output) : IDisposable
{
    public void Dispose()
    {
        Vmm.Dispose();
        Output.Dispose();
    }
}
