using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Mounts;

/// <summary><c>struct mount_attr</c> of linux/mount.h, 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MountAttributeChange
{
    internal ulong Set;
    internal ulong Clear;
    internal ulong Propagation;
    internal ulong UserNamespace;
}
