using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The metadata store. The guest of no machine here reads it.</summary>
internal sealed partial class MicroVm
{
    private const int LargestStore = 51_200;

    private JsonObject? mmdsConfig;
    private JsonNode? metadata;
    private bool hasMetadata;

    internal Reply Metadata()
    {
        RequireStore();
        return Json(hasMetadata ? metadata?.DeepClone() : new JsonObject());
    }

    internal Reply SetMetadata(JsonObject body)
    {
        RequireStore();
        return Store(body["value"]?.DeepClone());
    }

    internal Reply MergeMetadata(JsonObject body)
    {
        RequireStore();
        if (!hasMetadata) throw NoStore();
        return Store(Merge(metadata?.DeepClone(), body["value"]));
    }

    internal Reply SetMetadataService(JsonObject body)
    {
        const string Prefix = "MMMDS config error: ";
        var wanted = (JsonArray)body["network_interfaces"]!;
        if (wanted.Count == 0) throw new Fault(Prefix + "The list of network interface IDs that allow forwarding MMDS requests is empty.");
        if (wanted.Any(name => nics.All(nic => nic.Id != name!.GetValue<string>())))
            throw new Fault(Prefix + "The list of network interface IDs provided contains at least one ID that does not correspond to any existing network interface.");
        if (TextOrNull(body, "ipv4_address") is { } text
            && !(IPAddress.TryParse(text, out var address) && address.GetAddressBytes() is [169, 254, not (0 or 255), _]))
            throw new Fault(Prefix + "The MMDS IPv4 address is not link local.");
        mmdsConfig = Complete(Bodies.MmdsConfig, body);
        mmdsConfig["ipv4_address"] ??= "169.254.169.254";
        return new Reply(204, IsDeprecated: Text(mmdsConfig, "version") == "V1");
    }

    private static JsonNode? Merge(JsonNode? old, JsonNode? change)
    {
        if (change is not JsonObject changes) return change?.DeepClone();
        var merged = old as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null) _ = merged.Remove(name);
            else merged[name] = Merge(merged[name]?.DeepClone(), value);
        }
        return merged;
    }

    private static Fault NoStore() => new("MMDS error: The MMDS data store is not initialized.");

    private void RequireStore()
    {
        if (HasStarted && mmdsConfig is null) throw NoStore();
    }

    private Reply Store(JsonNode? value)
    {
        if (Encoding.UTF8.GetByteCount(value?.ToJsonString() ?? "null") > LargestStore)
            return new Reply(413, JsonText.Of(new JsonObject { ["fault_message"] = "MMDS limit exceeded error: The MMDS patch request doesn't fit." }));
        (metadata, hasMetadata) = (value, true);
        return Reply.Done;
    }
}
