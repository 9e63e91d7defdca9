using System.Text.Json.Nodes;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A network interface: its TAP is open from the moment it is named.</summary>
internal sealed record NicDevice(JsonObject Config, long Tap)
{
    internal string Id => Config["iface_id"]!.GetValue<string>();
}
