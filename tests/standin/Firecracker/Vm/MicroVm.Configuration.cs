using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>Machine, kernel, and the whole configuration as it is read back.</summary>
internal sealed partial class MicroVm
{
    private const int MostCpus = 32;
    private const int LongestCommandLine = 2047;

    private JsonObject machineConfig = Complete(Bodies.MachineConfig, new JsonObject { ["vcpu_count"] = 1, ["mem_size_mib"] = 128 });
    private JsonObject? bootSource;
    private OpenFile? kernel;
    private OpenFile? initrd;

    private ulong MemoryMib => ulong.Parse(machineConfig["mem_size_mib"]!.ToJsonString(), CultureInfo.InvariantCulture);

    internal Reply MachineConfiguration() => Json(ShownMachine());

    internal Reply SetMachine(JsonObject body)
    {
        if (body["cpu_template"] is null && machineConfig["cpu_template"] is { } template) body["cpu_template"] = template.DeepClone();
        return TakeMachine(Complete(Bodies.MachineConfig, body));
    }

    internal Reply ChangeMachine(JsonObject body)
    {
        var changed = (JsonObject)machineConfig.DeepClone();
        foreach (var (name, value) in body)
            if (value is not null) changed[name] = value.DeepClone();
        return TakeMachine(changed);
    }

    internal Reply SetBootSource(JsonObject body)
    {
        var opened = OpenFile.Open(Text(body, "kernel_image_path"), writable: false)
            ?? throw new Fault($"Boot source error: The kernel file cannot be opened: {IoText.Last}");
        OpenFile? openedInitrd = null;
        if (TextOrNull(body, "initrd_path") is { } path)
        {
            openedInitrd = OpenFile.Open(path, writable: false)
                ?? throw new Fault($"Boot source error: The initrd file cannot be opened due to invalid path or invalid permissions. {IoText.Last}");
        }
        if (Encoding.UTF8.GetByteCount(TextOrNull(body, "boot_args") ?? "") > LongestCommandLine)
            throw new Fault("Boot source error: The kernel command line is invalid: Invalid cmdline capacity provided.");
        (kernel, initrd, bootSource) = (opened, openedInitrd, body);
        return Reply.Done;
    }

    internal Reply Configuration() => Json(new JsonObject
    {
        ["balloon"] = balloon?.DeepClone(),
        ["drives"] = Listed(Bodies.Drive, drives.Select(drive => drive.Config)),
        ["boot-source"] = Complete(Bodies.BootSource, (JsonObject?)bootSource?.DeepClone() ?? new JsonObject { ["kernel_image_path"] = "" }),
        ["cpu-config"] = null,
        ["logger"] = null,
        ["machine-config"] = ShownMachine(),
        ["metrics"] = null,
        ["mmds-config"] = mmdsConfig?.DeepClone(),
        ["network-interfaces"] = Listed(Bodies.NetworkInterface, nics.Select(nic => nic.Config)),
        ["vsock"] = vsock?.DeepClone(),
        ["entropy"] = kept.TryGetValue("entropy", out var entropy) ? Complete(Bodies.Entropy, (JsonObject)entropy.DeepClone()) : null,
        ["pmem"] = Listed(Bodies.Pmem, pmems),
        ["memory-hotplug"] = memoryHotplug?.DeepClone(),
    });

    /// <summary>A body with every field of its rule, in order.</summary>
    private static JsonObject Complete(BodyRule rule, JsonObject body)
    {
        var complete = new JsonObject();
        foreach (var field in rule.Fields)
        {
            complete[field.Name] = body[field.Name]?.DeepClone() ?? field.Default switch
            {
                bool flag => JsonValue.Create(flag),
                int number => JsonValue.Create(number),
                string text => JsonValue.Create(text),
                _ => null,
            };
        }
        return complete;
    }

    private static JsonArray Listed(BodyRule rule, IEnumerable<JsonObject> items) => [.. items.Select(item => (JsonNode)Complete(rule, item))];

    private Reply TakeMachine(JsonObject wanted)
    {
        var cpus = int.Parse(wanted["vcpu_count"]!.ToJsonString(), CultureInfo.InvariantCulture);
        var memory = ulong.Parse(wanted["mem_size_mib"]!.ToJsonString(), CultureInfo.InvariantCulture);
        if (cpus is 0 or > MostCpus || ((bool)wanted["smt"]! && cpus != 1 && cpus % 2 != 0))
            throw new Fault("Machine config error: The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.");
        if (memory == 0 || (Text(wanted, "huge_pages") == "2M" && memory % 2 != 0))
            throw new Fault("Machine config error: The memory size (MiB) is either 0, or not a multiple of the configured page size.");
        if (balloon is not null && ulong.Parse(balloon["amount_mib"]!.ToJsonString(), CultureInfo.InvariantCulture) > memory)
            throw new Fault("Machine config error: The memory size (MiB) is smaller than the previously set balloon device target size.");
        wanted["mem_size_mib"] = memory;
        machineConfig = wanted;
        return new Reply(204, IsDeprecated: wanted["cpu_template"] is not null);
    }

    private JsonObject ShownMachine()
    {
        var shown = (JsonObject)machineConfig.DeepClone();
        if (TextOrNull(shown, "cpu_template") is null or "None") _ = shown.Remove("cpu_template");
        return shown;
    }
}
