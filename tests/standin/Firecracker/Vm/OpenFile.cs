using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A file held open from the request that named it.</summary>
internal sealed record OpenFile(long Descriptor, string Path)
{
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x8_0000;

    /// <summary>Null when the kernel refused; <see cref="Kernel.LastError"/> says why.</summary>
    internal static OpenFile? Open(string path, bool writable)
    {
        var opened = Kernel.Open(path, (writable ? ReadWrite : 0) | CloseOnExec);
        return opened < 0 ? null : new OpenFile(opened, path);
    }

    internal void Close() => Kernel.Close(Descriptor);

    internal unsafe bool StartsWith(ReadOnlySpan<byte> magic)
    {
        const int ReadAt = 17;
        Span<byte> start = stackalloc byte[magic.Length];
        fixed (byte* buffer = start)
            return Kernel.Call(ReadAt, (nint)Descriptor, (nint)buffer, magic.Length) == magic.Length && start.SequenceEqual(magic);
    }
}
