using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>Snapshots. A load that fails after it was begun ends the process.</summary>
internal sealed partial class MicroVm
{
    private const int WriteCreateTruncate = 0x1 | 0x40 | 0x200 | 0x8_0000;
    private const int ReadWriteCreate = 0x2 | 0x40 | 0x8_0000;
    private const int Truncate = 77;
    private const int Mode = 0x1B6;

    internal Reply CreateSnapshot(JsonObject body)
    {
        const string Prefix = "Create snapshot error: ";
        if (state != RunState.Paused) throw new Fault(Prefix + "Cannot save the microVM state: Operation not allowed: save/restore unavailable while running");
        var saved = new JsonObject
        {
            ["machine"] = machineConfig.DeepClone(),
            ["boot"] = bootSource?.DeepClone(),
            ["drives"] = Listed(Bodies.Drive, drives.Select(drive => drive.Config)),
            ["nics"] = Listed(Bodies.NetworkInterface, nics.Select(nic => nic.Config)),
            ["vsock"] = vsock?.DeepClone(),
            ["mmds"] = mmdsConfig?.DeepClone(),
            ["guest"] = machine?.Save(),
        };
        var file = Kernel.Open(Text(body, "snapshot_path"), WriteCreateTruncate, Mode);
        if (file < 0) throw new Fault($"{Prefix}Cannot perform open on the snapshot backing file: {IoText.Last}");
        _ = Kernel.Write(file, SnapshotFile.Write(saved.ToJsonString()));
        _ = Kernel.Call(74, (nint)file);
        Kernel.Close(file);

        var memory = Kernel.Open(Text(body, "mem_file_path"), ReadWriteCreate, Mode);
        if (memory < 0) throw new Fault($"{Prefix}Cannot perform open on the memory backing file: {IoText.Last}");
        var length = (long)MemoryMib << 20;
        if (Kernel.Call(8, (nint)memory, 0, 2) != length) _ = Kernel.Call(Truncate, (nint)memory);
        var sized = Kernel.Call(Truncate, (nint)memory, (nint)length);
        var why = IoText.Last;
        machine?.SaveMemory(memory);
        Kernel.Close(memory);
        return sized < 0 ? throw new Fault($"{Prefix}Cannot write memory file: Cannot dump memory: Guest memory error: {why}") : Reply.Done;
    }

    internal Reply LoadSnapshot(JsonObject body)
    {
        const string Prefix = "Load snapshot error: ";
        if (isOnBootPath) throw new Fault(Prefix + "Loading a microVM snapshot not allowed after configuring boot-specific resources.");
        var isDeprecated = body["mem_file_path"] is not null || body["enable_diff_snapshots"] is not null;
        try
        {
            Restore(body);
        }
        catch (Fault fault)
        {
            log.Error("RunWithApiError error: Failed to build MicroVM: Loading snapshot failed..");
            log.Error("Firecracker exiting with error. exit_code=1");
            metrics.Flush();
            Kernel.Complain("Error: RunWithApi(BuildMicroVmError(Restore))\n");
            return new Reply(400, JsonText.Of(new JsonObject { ["fault_message"] = $"{Prefix}Failed to restore from snapshot: {fault.Message}" }), isDeprecated, ThenExit: 1);
        }
        return new Reply(204, IsDeprecated: isDeprecated);
    }

    private void Restore(JsonObject body)
    {
        var path = Text(body, "snapshot_path");
        if (OpenFile.Open(path, writable: false) is not { } file)
            throw new Fault($"Failed to get snapshot state from file: Failed to open snapshot file: {IoText.Last}");
        file.Close();
        var saved = Prefixed("Failed to get snapshot state from file: ", "", () => (JsonObject)JsonNode.Parse(SnapshotFile.Read(File.ReadAllBytes(path)))!);
        Override(saved, body);
        machineConfig = (JsonObject)saved["machine"]!.DeepClone();
        CheckMemory(body);
        RequireKvm("Failed to build microVM from snapshot: ");

        const string Devices = "Failed to build microVM from snapshot: Failed to restore devices: Error restoring MMIO devices: ";
        foreach (var drive in (JsonArray)saved["drives"]!)
            drives.Add(Prefixed(Devices + "Block: ", "", () => DriveDevice.Open((JsonObject)drive!.DeepClone())));
        foreach (var nic in ((JsonArray)saved["nics"]!).Cast<JsonObject>())
            nics.Add(new NicDevice((JsonObject)nic.DeepClone(), Prefixed(Devices + "Net: Failed to create a network device: ", "", () => TapDevice.Open(Text(nic, "host_dev_name")))));
        bootSource = (JsonObject?)saved["boot"]?.DeepClone();
        mmdsConfig = (JsonObject?)saved["mmds"]?.DeepClone();
        if (saved["vsock"] is JsonObject socket)
            _ = Prefixed(Devices + "VsockUnixBackend: ", "", () => BindVsock((JsonObject)socket.DeepClone()));

        var backend = body["mem_backend"] as JsonObject;
        StartMachine(TextOrNull(saved, "guest") ?? "", backend is null ? Text(body, "mem_file_path") : Text(backend, "backend_path"));
        state = RunState.Paused;
        if ((bool?)body["resume_vm"] ?? false) state = RunState.Running;
        if (state == RunState.Paused) machine?.Pause();
        else if (machine is QemuMachine) machine.Resume();
    }

    private void CheckMemory(JsonObject body)
    {
        const string Prefix = "Failed to load guest memory: Error creating guest memory from ";
        var backend = body["mem_backend"] as JsonObject;
        if (backend is not null && Text(backend, "backend_type") == "Uffd") throw new Fault(Prefix + "uffd: stand-in: not played here");
        var file = backend is null ? Text(body, "mem_file_path") : Text(backend, "backend_path");
        if (OpenFile.Open(file, writable: false) is not { } memory) throw new Fault($"{Prefix}file: Failed to load guest memory: {IoText.Last}");
        memory.Close();
        if (new FileInfo(file).Length < (long)MemoryMib << 20)
            throw new Fault(Prefix + "file: Failed to restore guest memory: Total sum of memory regions exceeds largest possible file offset");
    }

    private static void Override(JsonObject saved, JsonObject body)
    {
        const string Prefix = "Failed to get snapshot state from file: ";
        foreach (var wanted in (body["network_overrides"] as JsonArray ?? []).Cast<JsonObject>())
        {
            var nic = ((JsonArray)saved["nics"]!).Cast<JsonObject>().FirstOrDefault(nic => Text(nic, "iface_id") == Text(wanted, "iface_id"))
                ?? throw new Fault(Prefix + "Unknown Network Device.");
            nic["host_dev_name"] = Text(wanted, "host_dev_name");
        }
        if (body["vsock_override"] is not JsonObject vsockOverride) return;
        if (saved["vsock"] is not JsonObject socket) throw new Fault(Prefix + "Unknown Vsock Device.");
        socket["uds_path"] = Text(vsockOverride, "uds_path");
    }
}
