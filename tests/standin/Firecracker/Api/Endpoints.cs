using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Firecracker.Vm;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>Everything that can be asked.</summary>
internal static class Endpoints
{
    internal static readonly IReadOnlyList<Endpoint> All =
    [
        new("GET", "", Stage.Any, null, (vm, _) => vm.Describe()),
        new("GET", "version", Stage.Any, null, (_, _) => MicroVm.Version()),
        new("GET", "vm/config", Stage.Any, null, (vm, _) => vm.Configuration()),
        new("GET", "machine-config", Stage.Any, null, (vm, _) => vm.MachineConfiguration()),
        new("PUT", "machine-config", Stage.Before, Bodies.MachineConfig, (vm, body) => vm.SetMachine(body)) { IsBootPath = true },
        new("PATCH", "machine-config", Stage.Before, Bodies.MachineConfigUpdate, (vm, body) => vm.ChangeMachine(body)) { IsBootPath = true },
        new("PUT", "boot-source", Stage.Before, Bodies.BootSource, (vm, body) => vm.SetBootSource(body)) { IsBootPath = true },
        new("PUT", "cpu-config", Stage.Before, Bodies.CpuConfig, (vm, body) => vm.Keep("cpu-config", body)),
        new("PUT", "drives/{}", Stage.Any, Bodies.Drive, (vm, body) => vm.PutDrive(body)) { IsBootPath = true, IdField = "drive_id" },
        new("PATCH", "drives/{}", Stage.After, Bodies.DriveUpdate, (vm, body) => vm.ChangeDrive(body)) { IdField = "drive_id" },
        new("DELETE", "drives/{}", Stage.After, null, (_, _) => MicroVm.RefuseHotplug()),
        new("PUT", "network-interfaces/{}", Stage.Any, Bodies.NetworkInterface, (vm, body) => vm.PutNic(body)) { IsBootPath = true, IdField = "iface_id" },
        new("PATCH", "network-interfaces/{}", Stage.After, Bodies.NetworkInterfaceUpdate, (vm, body) => vm.ChangeNic(body)) { IdField = "iface_id" },
        new("DELETE", "network-interfaces/{}", Stage.After, null, (_, _) => MicroVm.RefuseHotplug()),
        new("PUT", "pmem/{}", Stage.Any, Bodies.Pmem, (vm, body) => vm.PutPmem(body)) { IsBootPath = true, IdField = "id" },
        new("PATCH", "pmem/{}", Stage.After, Bodies.PmemUpdate, (vm, body) => vm.ChangePmem(body)) { IdField = "id" },
        new("DELETE", "pmem/{}", Stage.After, null, (_, _) => MicroVm.RefuseHotplug()),
        new("PUT", "vsock", Stage.Before, Bodies.Vsock, (vm, body) => vm.SetVsock(body)) { IsBootPath = true },
        new("PUT", "entropy", Stage.Before, Bodies.Entropy, (vm, body) => vm.Keep("entropy", body)) { IsBootPath = true },
        new("PUT", "balloon", Stage.Before, Bodies.Balloon, (vm, body) => vm.SetBalloon(body)) { IsBootPath = true },
        new("GET", "balloon", Stage.Any, null, (vm, _) => vm.BalloonConfiguration()),
        new("GET", "balloon/statistics", Stage.After, null, (vm, _) => vm.BalloonStatistics()),
        new("GET", "balloon/hinting/status", Stage.After, null, (vm, _) => vm.BalloonHinting()),
        new("PATCH", "balloon", Stage.After, Bodies.BalloonUpdate, (vm, _) => vm.ChangeBalloon()),
        new("PATCH", "balloon/statistics", Stage.After, Bodies.BalloonStatistics, (vm, _) => vm.ChangeBalloon()),
        new("PATCH", "balloon/hinting/start", Stage.After, null, (vm, _) => vm.BalloonHinting()) { BodyIsOptional = true, TakesAny = true },
        new("PATCH", "balloon/hinting/stop", Stage.After, null, (vm, _) => vm.BalloonHinting()) { BodyIsOptional = true, TakesAny = true },
        new("PUT", "hotplug/memory", Stage.Before, Bodies.MemoryHotplug, (vm, body) => vm.SetMemoryHotplug(body)) { IsBootPath = true },
        new("GET", "hotplug/memory", Stage.After, null, (vm, _) => vm.MemoryHotplug()),
        new("PATCH", "hotplug/memory", Stage.After, Bodies.MemoryHotplugUpdate, (vm, _) => vm.ChangeMemoryHotplug()),
        new("GET", "mmds", Stage.Any, null, (vm, _) => vm.Metadata()),
        new("PUT", "mmds", Stage.Any, null, (vm, body) => vm.SetMetadata(body)) { TakesAny = true },
        new("PATCH", "mmds", Stage.Any, null, (vm, body) => vm.MergeMetadata(body)) { TakesAny = true },
        new("PUT", "mmds/config", Stage.Before, Bodies.MmdsConfig, (vm, body) => vm.SetMetadataService(body)) { IsBootPath = true },
        new("PUT", "logger", Stage.Before, Bodies.Logger, (vm, body) => vm.SetLogger(body)),
        new("PUT", "metrics", Stage.Before, Bodies.Metrics, (vm, body) => vm.SetMetrics(body)),
        new("PUT", "serial", Stage.Before, Bodies.Serial, (vm, body) => vm.Keep("serial", body)),
        new("PUT", "actions", Stage.Any, Bodies.Action, (vm, body) => vm.Act(body)),
        new("PATCH", "vm", Stage.After, Bodies.VmState, (vm, body) => vm.SetState(body)),
        new("PUT", "snapshot/create", Stage.After, Bodies.SnapshotCreate, (vm, body) => vm.CreateSnapshot(body)),
        new("PUT", "snapshot/load", Stage.Before, Bodies.SnapshotLoad, (vm, body) => vm.LoadSnapshot(body)),
    ];
}
