using Lobsterd.Linux.Ptys;

namespace Lobsterd.Linux.Terminals;

/// <summary>What stands behind one of our own standard descriptors.</summary>
public static unsafe class Terminal
{
    // asm-generic/ioctls.h
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool Is(int fd) => TerminalCalls.IsTerminal(fd) == 1;

    /// <summary>A terminal's size in characters; null when it is none or does not know.</summary>
    public static (int Columns, int Rows)? SizeOf(int fd)
    {
        WindowSize size;
        if (TerminalCalls.Control(fd, GetWindowSize, &size) < 0 || size.Columns == 0 || size.Rows == 0) return null;
        return (size.Columns, size.Rows);
    }
}
