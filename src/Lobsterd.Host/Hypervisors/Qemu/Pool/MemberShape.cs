using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>What a QEMU that waits was started for. It serves a VM of which all of this is true, and no other.</summary>
/// <param name="Host">What runs it.</param>
/// <param name="Size">How large the VM is.</param>
/// <param name="Image">Content hash of the image that it has open.</param>
/// <param name="DiskBytes">How large the disk is that it expects.</param>
/// <param name="Memory">The template's memory file that it maps (<see cref="FileIdentity.ApartFromLinks"/>).</param>
internal sealed record MemberShape(QemuHost Host, VmSize Size, string Image, long DiskBytes, FileIdentity Memory);
