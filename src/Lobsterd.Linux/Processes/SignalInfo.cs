using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

/// <summary><c>siginfo_t</c> of signal.h as waitid fills it, 128 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    [FieldOffset(8)] internal int Code;
    [FieldOffset(16)] internal int Pid;
    [FieldOffset(24)] internal int Status;
}
