using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu;

namespace Lobsterd.Host.Hypervisors;

/// <summary>Decides which hypervisor runs new tenants, and says why.</summary>
public static class HypervisorChoice
{
    private const string Auto = "auto";

    /// <summary>Asks host and configuration; costs one run of <c>qemu --version</c>, some 20 ms.</summary>
    /// <returns>The choice, with one sentence for people.</returns>
    /// <error code="vm.hypervisor.missing">Nothing that was asked for can run here; the hint says what to install.</error>
    public static async Task<Result<HypervisorFacts, LobsterError>> DecideAsync(
        HypervisorConfig config, TimeProvider clock, CancellationToken cancellationToken)
    {
        var qemu = await new QemuProgram(config.QemuProgram, clock).VersionAsync(cancellationToken);
        return Decide(config.Driver, qemu, Virtualization.Probe());
    }

    /// <summary>The decision alone.</summary>
    internal static Result<HypervisorFacts, LobsterError> Decide(string driver, Result<QemuVersion, LobsterError> qemu, Virtualization host)
    {
        if (driver != Auto && driver != HypervisorName.Qemu.Value)
            return new LobsterError(VmErrors.NoHypervisor, $"there is no driver for '{driver}'", "set hypervisor.driver to auto or qemu");
        if (qemu.TryGetError(out var missing, out var version)) return missing;

        var how = host.HasKvm ? "QEMU with KVM" : "QEMU in software (TCG)";
        return new HypervisorFacts(HypervisorName.Qemu, version.ToString(), host.HasKvm ? "kvm" : "tcg", $"{how}: {host.Explain()}");
    }
}
