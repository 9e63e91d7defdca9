using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Terminals;

/// <summary><c>struct termios</c> of glibc's bits/termios-struct.h, 60 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TerminalAttributes
{
    internal uint InputModes;
    internal uint OutputModes;
    internal uint ControlModes;
    internal uint LocalModes;
    internal byte LineDiscipline;
    internal ControlCharacters Characters;
    internal uint InputSpeed;
    internal uint OutputSpeed;

    [InlineArray(32)]
    internal struct ControlCharacters
    {
        private byte first;
    }
}
