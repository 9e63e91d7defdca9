using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The start. A failed one leaves the process alive, and it may be tried again.</summary>
internal sealed partial class MicroVm
{
    private IMachine? machine;

    private void Start()
    {
        if (kernel is null) throw new Fault("Start microvm error: Cannot start microvm without kernel configuration.");
        isOnBootPath = true;
        RequireKvm("Start microvm error: ");
        if (!kernel.StartsWith([0x7F, (byte)'E', (byte)'L', (byte)'F']))
        {
            throw new Fault("Start microvm error: System configuration error: Cannot load kernel due to invalid memory configuration or invalid kernel image: "
                + "Kernel Loader: failed to load ELF kernel image: Kernel Loader: Invalid Elf magic number");
        }
        foreach (var pmem in pmems)
        {
            if (OpenFile.Open(Text(pmem, "path_on_host"), writable: false) is null)
                throw new Fault($"Start microvm error: Cannot create pmem device: Error accessing backing file: {IoText.Last}");
        }
        if (kept.TryGetValue("serial", out var serial) && TextOrNull(serial, "serial_out_path") is { } path && OutputFile.Open(path) < 0)
            throw new Fault($"Start microvm error: Failed to create device manager: Error with EventFd: {IoText.Last}");

        StartMachine(restore: null, memoryFile: null);
        state = RunState.Running;
        metrics.Flush();
        if (faults.ExitAfterStart is { } code) Kernel.Exit(code);
    }

    private void StartMachine(string? restore, string? memoryFile)
    {
        metrics.Devices.AddRange([.. nics.Select(nic => $"net_{nic.Id}"), .. drives.Select(drive => $"block_{drive.Id}")]);
        var tap = nics.Select(nic => nic.Tap).FirstOrDefault(-1);
        machine = choice.Machine switch
        {
            "null" => NullMachine.Start(choice, tap, restore, Ended),
            "qemu" => QemuMachine.Start(PlanOf(tap, memoryFile), Ended),
            _ => null,
        };
    }

    private QemuPlan PlanOf(long tap, string? memoryFile) => new(
        int.Parse(machineConfig["vcpu_count"]!.ToJsonString(), CultureInfo.InvariantCulture),
        MemoryMib,
        memoryFile is null ? kernel : null,
        initrd,
        bootSource is null ? "" : TextOrNull(bootSource, "boot_args") ?? "",
        choice.TscKilohertz,
        drives,
        tap,
        TextOrNull(nics[0].Config, "guest_mac") ?? "",
        memoryFile);

    // A guest that resets ends its VMM well; one whose machine breaks does not.
    private int Ended(int status)
    {
        log.Info("Vmm is stopping.");
        metrics.Flush();
        if (status == 0) log.Info("Firecracker exiting successfully. exit_code=0");
        else log.Error("RunWithApiError error: MicroVM stopped with an error: GenericError");
        return status == 0 ? 0 : 1;
    }

    // No hardware here answers at the node; that it is there, and that we may open it, is as far as one can look.
    private static void RequireKvm(string prefix)
    {
        const int Access = 21;
        const int ReadAndWrite = 6;
        if (Kernel.Path(Access, "/dev/kvm", ReadAndWrite) >= 0) return;
        throw new Fault($"{prefix}Kvm error: Error creating KVM object: {IoText.Last} Make sure the user launching the firecracker process is \\\nconfigured on the /dev/kvm file's ACL.");
    }
}
