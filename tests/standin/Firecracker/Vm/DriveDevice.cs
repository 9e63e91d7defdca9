using System.Text.Json.Nodes;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A drive: its file is open, as the jail's user, from the moment it is named.</summary>
internal sealed record DriveDevice(JsonObject Config, OpenFile File)
{
    internal string Id => Config["drive_id"]!.GetValue<string>();

    internal bool IsRoot => (bool)Config["is_root_device"]!;

    /// <summary>Opens it; the fault's words are those after the act's own.</summary>
    internal static DriveDevice Open(JsonObject config)
    {
        var path = config["path_on_host"]!.GetValue<string>();
        var file = OpenFile.Open(path, writable: !((bool?)config["is_read_only"] ?? false));
        return file is null
            ? throw new Fault($"Virtio backend error: Error manipulating the backing file: {IoText.Last} {path}")
            : new DriveDevice(config, file);
    }
}
