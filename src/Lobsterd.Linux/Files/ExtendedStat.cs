using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Files;

/// <summary><c>struct statx</c> of linux/stat.h, 256 bytes, as far as we read it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct ExtendedStat
{
    [FieldOffset(16)] internal uint Links;
    [FieldOffset(20)] internal uint User;
    [FieldOffset(24)] internal uint Group;
    [FieldOffset(28)] internal ushort Mode;
    [FieldOffset(32)] internal ulong Inode;
    [FieldOffset(40)] internal ulong Size;
    [FieldOffset(48)] internal ulong Blocks;
    [FieldOffset(96)] internal long ChangeSeconds;
    [FieldOffset(104)] internal uint ChangeNanoseconds;
    [FieldOffset(112)] internal long ModifySeconds;
    [FieldOffset(120)] internal uint ModifyNanoseconds;
    [FieldOffset(128)] internal uint SpecialMajor;
    [FieldOffset(132)] internal uint SpecialMinor;
    [FieldOffset(136)] internal uint DeviceMajor;
    [FieldOffset(140)] internal uint DeviceMinor;
}
