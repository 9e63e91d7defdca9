using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Qemu;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors;

public sealed class HypervisorChoiceTests
{
    private static readonly Virtualization WithKvm = new("svm", null, "cpu");
    private static readonly Virtualization WithoutFlag = new(null, null, "cpu");
    private static readonly Result<QemuVersion, LobsterError> Qemu = new QemuVersion(7, 2, 22);
    private static readonly Result<FirecrackerVersion, LobsterError> Firecracker = new FirecrackerVersion(1, 16, 1);
    private static readonly Result<FirecrackerVersion, LobsterError> NoFirecracker = new LobsterError(VmErrors.NoHypervisor, "there is no firecracker", "install one");
    private static readonly Result<QemuVersion, LobsterError> NoQemu = new LobsterError(VmErrors.NoHypervisor, "qemu is not there", "install it");

    [Theory]
    [InlineData("auto")]
    [InlineData("qemu")]
    public void a_host_with_kvm_uses_it(string driver)
    {
        var facts = HypervisorChoice.Decide(driver, null, Qemu, WithKvm).Value;

        Assert.Equal((HypervisorName.Qemu, "7.2.22", "kvm"), (facts.Name, facts.Version, facts.Accelerator));
        Assert.Equal("QEMU with KVM: the CPU has svm and /dev/kvm opens", facts.Why);
    }

    [Fact]
    public void a_host_without_kvm_runs_in_software_and_says_why()
    {
        var facts = HypervisorChoice.Decide("auto", null, Qemu, WithoutFlag).Value;

        Assert.Equal("tcg", facts.Accelerator);
        Assert.Equal("QEMU in software (TCG): the CPU shows neither vmx nor svm, so no KVM could run a guest", facts.Why);
    }

    [Fact]
    public void a_host_without_qemu_is_told_what_to_install()
    {
        var error = HypervisorChoice.Decide("auto", NoFirecracker, NoQemu, WithKvm).Error;

        Assert.Equal(VmErrors.NoHypervisor, error.Code);
        Assert.Equal("install it", error.Hint);
    }

    [Fact]
    public void a_driver_that_does_not_exist_is_refused_whatever_the_host_has() =>
        Assert.Equal(VmErrors.NoHypervisor, HypervisorChoice.Decide("xen", null, null, WithKvm).Error.Code);

    [Theory]
    [InlineData("auto")]
    [InlineData("firecracker")]
    public void a_host_with_kvm_and_firecracker_uses_both(string driver)
    {
        var facts = HypervisorChoice.Decide(driver, Firecracker, null, WithKvm).Value;

        Assert.Equal((HypervisorName.Firecracker, "1.16.1", "kvm"), (facts.Name, facts.Version, facts.Accelerator));
        Assert.Equal("Firecracker under its jailer: the CPU has svm and /dev/kvm opens", facts.Why);
    }

    [Fact]
    public void a_host_with_kvm_and_no_firecracker_says_that_it_has_none() => Assert.Equal(
        "QEMU with KVM: the CPU has svm and /dev/kvm opens; no Firecracker: there is no firecracker",
        HypervisorChoice.Decide("auto", NoFirecracker, Qemu, WithKvm).Value.Why);

    [Fact]
    public void firecracker_that_was_asked_for_by_name_is_not_replaced_by_another() =>
        Assert.Equal("install one", HypervisorChoice.Decide("firecracker", NoFirecracker, Qemu, WithKvm).Error.Hint);

    [Fact]
    public void firecracker_that_was_asked_for_by_name_is_what_new_tenants_get_even_without_kvm()
    {
        var facts = HypervisorChoice.Decide("firecracker", Firecracker, null, WithoutFlag).Value;

        Assert.Equal((HypervisorName.Firecracker, "none"), (facts.Name, facts.Accelerator));
        Assert.EndsWith("as hypervisor.driver says, but the CPU shows neither vmx nor svm, so no KVM could run a guest", facts.Why, StringComparison.Ordinal);
    }
}
