using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Launcher;

/// <summary>A log file that keeps the end of what was written to it. A writer at full speed costs time, never room.</summary>
/// <remarks>When it is full, its second half goes to a new file that is renamed over it: whoever reads sees whole lines of one or the other, and each
/// byte is copied once at most. A disk that refuses loses words; it never stops the writer.</remarks>
internal sealed class BoundedLog(string path, int capacity) : IDisposable
{
    private const int OwnerOnly = 0x180;

    private Fd? file;
    private int length;

    /// <summary>Adds to the log.</summary>
    /// <param name="more">At most half of the capacity.</param>
    internal void Append(ReadOnlySpan<byte> more)
    {
        if (length + more.Length > capacity) Halve();
        file ??= Open(path, OpenFlags.Create | OpenFlags.Truncate);
        if (file?.Write(more).IsSuccess == true) length += more.Length;
    }

    public void Dispose() => file?.Dispose();

    private void Halve()
    {
        var kept = new byte[capacity / 2];
        var count = Math.Min(length, kept.Length);
        length = 0;
        using var old = file;
        file = null;
        if (old is null || !ReadEnd(kept.AsSpan(0, count))) return;
        var half = Open(path + ".half", OpenFlags.Create | OpenFlags.Truncate);
        if (half is null || half.Write(kept.AsSpan(0, count)).IsFailure) return;
        File.Move(path + ".half", path, overwrite: true);
        (file, length) = (half, count);
    }

    private bool ReadEnd(Span<byte> buffer)
    {
        using var reader = File.OpenHandle(path);
        return RandomAccess.Read(reader, buffer, RandomAccess.GetLength(reader) - buffer.Length) == buffer.Length;
    }

    private static Fd? Open(string path, int flags) =>
        Fd.Open(path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.NoFollow | flags, OwnerOnly).TryGetValue(out var opened) ? opened : null;
}
