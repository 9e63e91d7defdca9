using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu;

public sealed class QemuMachineTests
{
    private static readonly QemuHost Software = new("/usr/bin/qemu", new QemuVersion(7, 2, 22), QemuAccelerator.Tcg, 2_500_000, "max");
    private static readonly VmSize Size = new(1, 256);
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    [Fact]
    public void a_saved_state_fits_the_same_machine_only()
    {
        var layout = QemuMachine.LayoutOf(Software, Size);

        Assert.Equal(layout, QemuMachine.LayoutOf(Software with { TscKilohertz = 1 }, new VmSize(1, 256)));
        Assert.Equal(layout, QemuMachine.LayoutOf(Software with { Program = "/opt/qemu" }, Size));
        Assert.NotEqual(layout, QemuMachine.LayoutOf(Software with { Version = new QemuVersion(7, 2, 23) }, Size));
        Assert.NotEqual(layout, QemuMachine.LayoutOf(Software with { Accelerator = QemuAccelerator.Kvm }, Size));
        Assert.NotEqual(layout, QemuMachine.LayoutOf(Software with { CpuModel = "another" }, Size));
        Assert.NotEqual(layout, QemuMachine.LayoutOf(Software, new VmSize(2, 256)));
        Assert.NotEqual(layout, QemuMachine.LayoutOf(Software, new VmSize(1, 512)));
    }

    [Fact]
    public void a_restore_sees_the_machine_of_the_boot_and_only_maps_its_memory_otherwise()
    {
        var boot = QemuCommandLine.Boot(Software, Alice, Size);
        var restore = QemuCommandLine.Restore(Software, Alice, Size, sharesMemory: false);

        var onlyBoot = boot.Except(restore).ToList();
        var onlyRestore = restore.Except(boot).ToList();

        Assert.Equal(["share=on", "-kernel", "-initrd", "-append"], onlyBoot.Where(a => a.StartsWith('-')).Prepend(Share(onlyBoot)));
        Assert.Equal(["share=off", "-incoming", "-S"], onlyRestore.Where(a => a.StartsWith('-')).Prepend(Share(onlyRestore)));
    }

    [Theory]
    [InlineData(true, "-S")]
    [InlineData(false)]
    public void one_that_waits_has_the_machine_of_what_it_becomes_and_no_disk_of_a_tenants(bool isCold, params string[] besides)
    {
        var becomes = isCold ? QemuCommandLine.Boot(Software, Alice, Size) : QemuCommandLine.Restore(Software, Alice, Size, sharesMemory: false);
        var wait = QemuCommandLine.Wait(Software, new Seat(Seat.First), Size, diskBytes: 1 << 30, isCold);

        Assert.Equal(["seat-16384", "driver=null-co,node-name=overlay,size=1073741824,read-zeroes=on,read-only=off", .. besides], wait.Except(becomes));
        Assert.DoesNotContain(wait, argument => argument.Contains("alice", StringComparison.Ordinal) || argument.Contains("fd=13", StringComparison.Ordinal));
        Assert.Subset(wait.ToHashSet(), QemuMachine.Arguments(Software, Size).ToHashSet());
    }

    [Fact]
    public void nothing_of_a_tenant_is_named_by_path()
    {
        var arguments = QemuCommandLine.Boot(Software, Alice, Size);

        Assert.DoesNotContain(arguments, argument => argument.Contains("/var/", StringComparison.Ordinal) || argument.Contains("/run/", StringComparison.Ordinal));
        Assert.Contains("on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny", arguments);
        Assert.DoesNotContain(arguments, argument => argument.Contains("balloon", StringComparison.Ordinal));
    }

    [Fact]
    public void every_device_has_a_place_of_its_own()
    {
        var devices = QemuMachine.Arguments(Software, Size).Where(argument => argument.Contains("-device,", StringComparison.Ordinal)).ToList();
        var places = devices.Select(device => device.Split(',').Single(part => part.StartsWith("bus=", StringComparison.Ordinal))).ToList();

        Assert.Equal(4, places.Count);
        Assert.Equal(places.Count, places.Distinct().Count());
    }

    [Fact]
    public void a_guest_in_software_is_told_the_rate_of_its_clock_and_one_with_kvm_is_not()
    {
        Assert.Contains("tsc=reliable tsc_early_khz=2500000", QemuKernelArguments.For(Software), StringComparison.Ordinal);
        Assert.DoesNotContain("tsc", QemuKernelArguments.For(Software with { TscKilohertz = 0 }), StringComparison.Ordinal);
    }

    private static string Share(List<string> arguments) =>
        arguments.Single(a => a.StartsWith("memory-backend-file", StringComparison.Ordinal)).Split(',').Single(part => part.StartsWith("share=", StringComparison.Ordinal));
}
