using System.Text.Json;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>Something that happened in QEMU without being asked for.</summary>
/// <param name="Name">QEMU's name for it, e.g. <c>STOP</c>, <c>MIGRATION</c>.</param>
/// <param name="Data">What it tells; an undefined element when nothing.</param>
internal sealed record QmpEvent(string Name, JsonElement Data);
