using System.Globalization;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>Balloon and hot-plugged memory: set up truly; no guest driver ever answers.</summary>
internal sealed partial class MicroVm
{
    private JsonObject? balloon;
    private JsonObject? memoryHotplug;

    internal Reply SetBalloon(JsonObject body)
    {
        if (Number(body, "amount_mib") > MemoryMib) throw new Fault("Balloon config error: Amount of pages requested is too large.");
        balloon = Complete(Bodies.Balloon, body);
        return Reply.Done;
    }

    internal Reply BalloonConfiguration()
    {
        if (balloon is not null) return Json(balloon.DeepClone());
        throw new Fault(HasStarted ? "Internal VMM error: Failed perform action on device: Device not found" : "Balloon config error: No balloon device found.");
    }

    internal Reply BalloonStatistics()
    {
        if (balloon is null) return BalloonConfiguration();
        if (Number(balloon, "stats_polling_interval_s") == 0) throw new Fault("Internal VMM error: Balloon: Received stats query when stats are disabled.");
        return Json(new JsonObject { ["target_pages"] = 0, ["actual_pages"] = 0, ["target_mib"] = balloon["amount_mib"]!.DeepClone(), ["actual_mib"] = 0 });
    }

    internal Reply BalloonHinting()
    {
        if (balloon is null) return ChangeBalloon();
        throw new Fault((bool)balloon["free_page_hinting"]!
            ? "Balloon update error: Balloon: Device not activated yet."
            : "Balloon update error: Balloon: Attempting to use hinting when not enabled");
    }

    internal Reply ChangeBalloon() => throw new Fault(balloon is null
        ? "Balloon update error: Failed perform action on device: Device not found"
        : "Balloon update error: Balloon: Device not activated yet.");

    internal Reply SetMemoryHotplug(JsonObject body)
    {
        var wanted = Complete(Bodies.MemoryHotplug, body);
        var (total, block, slot) = (Number(wanted, "total_size_mib"), Number(wanted, "block_size_mib"), Number(wanted, "slot_size_mib"));
        var why = (total, block, slot) switch
        {
            (_, < 2, _) => "Block size must not be lower than 2 MiB",
            _ when !ulong.IsPow2(block) => "Block size must be a power of 2",
            (_, _, < 128) => "Slot size must not be lower than 128 MiB",
            _ when slot % block != 0 => $"Slot size must be a multiple of block size ({block} MiB)",
            _ when total < slot => $"Total size must not be lower than slot size ({slot} MiB)",
            _ when total % slot != 0 => $"Total size must be a multiple of slot size ({slot} MiB)",
            _ => null,
        };
        if (why is not null) throw new Fault("Memory hotplug config error: " + why);
        memoryHotplug = wanted;
        return Reply.Done;
    }

    internal Reply MemoryHotplug()
    {
        if (memoryHotplug is null) return ChangeMemoryHotplug();
        return Json(new JsonObject
        {
            ["block_size_mib"] = memoryHotplug["block_size_mib"]!.DeepClone(),
            ["total_size_mib"] = memoryHotplug["total_size_mib"]!.DeepClone(),
            ["slot_size_mib"] = memoryHotplug["slot_size_mib"]!.DeepClone(),
            ["plugged_size_mib"] = 0,
            ["requested_size_mib"] = 0,
        });
    }

    internal Reply ChangeMemoryHotplug() => throw new Fault(memoryHotplug is null
        ? "Memory hotplug update error: Failed perform action on device: Device not found"
        : "Memory hotplug update error: Failed to create memory hotplug device: Device is not active");

    private static ulong Number(JsonObject body, string name) => ulong.Parse(body[name]!.ToJsonString(), CultureInfo.InvariantCulture);
}
