using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Guest.Gateway;

/// <summary>Counts in a file of eight bytes, so that process mode can stop the process at any instant and find the count.</summary>
internal sealed class FileCounter : IRequestCounter, IDisposable
{
    private readonly SafeFileHandle file;
    private long count;

    /// <summary>Counts on from what a file holds; from 0 when it is not there.</summary>
    internal FileCounter(string path)
    {
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        count = Read(file);
    }

    /// <summary>The count that a file holds; 0 when it is not there.</summary>
    internal static long Read(string path)
    {
        if (!File.Exists(path)) return 0;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Read(file);
    }

    /// <summary>Makes a file hold a count.</summary>
    internal static void Write(string path, long count)
    {
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        Write(file, count);
    }

    /// <inheritdoc/>
    public long Add()
    {
        Write(file, ++count);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static long Read(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        return RandomAccess.Read(file, bytes, 0) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }

    private static void Write(SafeFileHandle file, long count)
    {
        // In place and in one call: a reader finds the old count or the new one.
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        RandomAccess.Write(file, bytes, 0);
    }
}
