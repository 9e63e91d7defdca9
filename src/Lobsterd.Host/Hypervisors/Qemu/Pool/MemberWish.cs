using Lobsterd.Host.Hypervisors.Qemu.Saved;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>A VM that was started lately: the next one may be its like.</summary>
/// <param name="Shape">What would have to wait for it.</param>
/// <param name="Origin">The template's memory, by the path of its file; null where it boots from a kernel.</param>
internal sealed record MemberWish(MemberShape Shape, RamOrigin? Origin);
