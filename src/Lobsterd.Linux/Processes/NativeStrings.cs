using System.Runtime.InteropServices;
using System.Text;

namespace Lobsterd.Linux.Processes;

/// <summary>A null-terminated array of C strings outside the garbage collector's reach, as exec and spawn want it.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly byte* block;

    internal NativeStrings(IReadOnlyList<string> strings)
    {
        var table = (nuint)(strings.Count + 1) * (nuint)sizeof(byte*);
        var bytes = table;
        foreach (var text in strings) bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;

        block = (byte*)NativeMemory.Alloc(bytes);
        var next = block + table;
        for (var i = 0; i < strings.Count; i++)
        {
            Pointers[i] = next;
            var length = Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(block + bytes - next)));
            next[length] = 0;
            next += length + 1;
        }
        Pointers[strings.Count] = null;
    }

    internal byte** Pointers => (byte**)block;

    public void Dispose() => NativeMemory.Free(block);
}
