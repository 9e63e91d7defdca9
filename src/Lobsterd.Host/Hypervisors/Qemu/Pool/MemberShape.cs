using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>What a QEMU that waits was started for. It serves a VM of which all of this is true, and no other.</summary>
/// <param name="Host">What runs it.</param>
/// <param name="Size">How large the VM is.</param>
/// <param name="Image">Content hash of the image that it has open.</param>
/// <param name="DiskBytes">How large the disk is that it expects.</param>
/// <param name="Source">What it begins with.</param>
internal sealed record MemberShape(QemuHost Host, VmSize Size, string Image, long DiskBytes, MemberSource Source);
