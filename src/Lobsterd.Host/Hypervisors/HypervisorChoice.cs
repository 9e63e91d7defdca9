using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Qemu;

namespace Lobsterd.Host.Hypervisors;

/// <summary>Decides which hypervisor runs new tenants, and says why.</summary>
public static class HypervisorChoice
{
    private const string Auto = "auto";
    private const string Kvm = "kvm";

    /// <summary>Asks host and configuration; in a boot's first start that costs a run of <c>--version</c> for each program that comes into question.</summary>
    /// <returns>The choice, with one sentence for people.</returns>
    /// <error code="vm.hypervisor.missing">Nothing that was asked for can run here; the hint says what to install.</error>
    public static async Task<Result<HypervisorFacts, LobsterError>> DecideAsync(
        HypervisorConfig config, LobsterdPaths paths, TimeProvider clock, CancellationToken cancellationToken)
    {
        var host = Virtualization.Probe();
        var versions = new ProgramVersions(paths, clock);
        Result<FirecrackerVersion, LobsterError>? firecracker = null;
        Result<QemuVersion, LobsterError>? qemu = null;
        if (config.Driver == HypervisorName.Firecracker.Value || (config.Driver == Auto && host.HasKvm))
            firecracker = (await new FirecrackerPrograms(new FirecrackerPlaces(config, paths), versions).GetAsync(cancellationToken)).Map(install => install.Version);
        if (config.Driver == HypervisorName.Qemu.Value || (config.Driver == Auto && firecracker is not { IsSuccess: true }))
            qemu = await new QemuProgram(config.QemuProgram, versions).VersionAsync(cancellationToken);
        return Decide(config.Driver, firecracker, qemu, host);
    }

    /// <summary>The decision alone.</summary>
    /// <param name="driver">What the configuration says.</param>
    /// <param name="firecracker">Its version; null when it was not asked for.</param>
    /// <param name="qemu">Its version; null when it was not asked for.</param>
    /// <param name="host">What CPU and kernel offer.</param>
    internal static Result<HypervisorFacts, LobsterError> Decide(
        string driver, Result<FirecrackerVersion, LobsterError>? firecracker, Result<QemuVersion, LobsterError>? qemu, Virtualization host)
    {
        if (firecracker is { } fire && (fire.IsSuccess || driver != Auto)) return fire.Map(version => Firecracker(version, host));
        if (qemu is { } other) return other.Map(version => Qemu(version, host, firecracker));
        return new LobsterError(VmErrors.NoHypervisor, $"there is no driver for '{driver}'", "set hypervisor.driver to auto, firecracker or qemu");
    }

    // An operator who names it gets it: what it lacks, Firecracker itself says at the first start, and the doctor before that.
    private static HypervisorFacts Firecracker(FirecrackerVersion version, Virtualization host) => new(
        HypervisorName.Firecracker,
        version.ToString(),
        host.HasKvm ? Kvm : "none",
        host.HasKvm ? $"Firecracker under its jailer: {host.Explain()}" : $"Firecracker under its jailer, as hypervisor.driver says, but {host.Explain()}");

    private static HypervisorFacts Qemu(QemuVersion version, Virtualization host, Result<FirecrackerVersion, LobsterError>? firecracker)
    {
        var how = host.HasKvm ? "QEMU with KVM" : "QEMU in software (TCG)";
        var instead = firecracker is { IsFailure: true, Error: var missing } ? $"; no Firecracker: {missing.Message}" : "";
        return new HypervisorFacts(HypervisorName.Qemu, version.ToString(), host.HasKvm ? Kvm : "tcg", $"{how}: {host.Explain()}{instead}");
    }
}
