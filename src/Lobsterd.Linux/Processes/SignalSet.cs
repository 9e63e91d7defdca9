using System.Runtime.CompilerServices;

namespace Lobsterd.Linux.Processes;

/// <summary><c>sigset_t</c> of signal.h, 128 bytes.</summary>
[InlineArray(16)]
internal struct SignalSet
{
    private ulong first;

    /// <summary>Every signal. sigfillset(3) leaves out the two that the C library keeps to itself, and posix_spawn would then hand them on ignored.</summary>
    internal static SignalSet All
    {
        get
        {
            var all = default(SignalSet);
            ((Span<ulong>)all).Fill(ulong.MaxValue);
            return all;
        }
    }
}
