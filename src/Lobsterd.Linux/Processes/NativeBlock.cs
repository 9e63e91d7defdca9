using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

/// <summary>One zeroed structure outside the garbage collector's reach, for libraries that keep pointers into it.</summary>
internal sealed unsafe class NativeBlock<T> : IDisposable
    where T : unmanaged
{
    internal T* Pointer { get; } = (T*)NativeMemory.AllocZeroed((nuint)sizeof(T));

    public void Dispose() => NativeMemory.Free(Pointer);
}
