using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Ptys;

/// <summary><c>struct winsize</c> of asm-generic/termios.h, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WindowSize
{
    internal ushort Rows;
    internal ushort Columns;
    internal ushort PixelsWide;
    internal ushort PixelsHigh;
}
