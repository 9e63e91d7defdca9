using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Clocks;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>Knows what is the same for every VM of this host. Measured once, in the background, so that no spawn waits for it.</summary>
internal sealed class QemuHostFacts
{
    private readonly QemuProgram program;
    private readonly string path;
    private readonly Virtualization virtualization = Virtualization.Probe();
    private readonly Task<Result<long, LobsterError>> measuring;

    /// <summary>Begins to measure.</summary>
    /// <param name="path">QEMU's path.</param>
    /// <param name="versions">Asks it for its version.</param>
    /// <param name="clock">The real clock.</param>
    internal QemuHostFacts(string path, ProgramVersions versions, TimeProvider clock)
    {
        this.path = path;
        program = new QemuProgram(path, versions);
        measuring = virtualization.HasKvm
            ? Task.FromResult(Result.Success<long, LobsterError>(0))
            : TimestampCounter.MeasureKilohertzAsync(clock, CancellationToken.None);
    }

    /// <summary>The facts.</summary>
    /// <error code="vm.hypervisor.missing">There is no QEMU that could be used.</error>
    /// <error code="clock.counter.unreadable">The guest's clock rate cannot be told.</error>
    internal async Task<Result<QemuHost, LobsterError>> GetAsync(CancellationToken cancellationToken)
    {
        if ((await program.VersionAsync(cancellationToken)).TryGetError(out var error, out var version)) return error;
        if ((await measuring.WaitAsync(cancellationToken)).TryGetError(out error, out var kilohertz)) return error;
        return virtualization.HasKvm
            ? new QemuHost(path, version, QemuAccelerator.Kvm, 0, virtualization.CpuModel)
            : new QemuHost(path, version, QemuAccelerator.Tcg, kilohertz, "max");
    }
}
