using System.Runtime.CompilerServices;
using System.Text;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Logs;

/// <summary>The files that the launcher writes a VM's console and its VMM's words to.</summary>
public sealed class VmLogFiles(LobsterdPaths paths) : IVmLogs
{
    private const int MostPast = 1 << 20;
    private const int LongestLine = 8 << 10;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadAsync(TenantName name, VmLog log, int tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(paths.VmOf(name), log == VmLog.Console ? JailFiles.Console : JailFiles.Words);
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out _, out var opened)) yield break;
        var file = opened.TakeFileHandle();
        using var changes = follow ? new FileChanges(path) : null;
        var place = Math.Max(0, RandomAccess.GetLength(file) - MostPast);
        var lines = new LineSplitter(LongestLine);
        var past = Read(file, ref place, lines);
        foreach (var line in past.Skip(past.Count - Math.Min(past.Count, tail))) yield return line;
        while (changes is not null && await changes.NextAsync(cancellationToken))
        {
            foreach (var line in Read(file, ref place, lines)) yield return line;
            if (Successor(path, file) is not { } next) continue;

            // A full log is replaced by one that begins with its second half.
            file.Dispose();
            (file, place) = (next, Math.Min(RandomAccess.GetLength(next), JailFiles.LongestLog / 2));
            foreach (var line in Read(file, ref place, lines)) yield return line;
        }

        file.Dispose();
        if (lines.Rest is { Length: > 0 } rest) yield return rest;
    }

    private static SafeFileHandle? Successor(string path, SafeFileHandle file)
    {
        if (!FileStat.Of(path).TryGetValue(out var there) || !FileStat.OfTarget($"/proc/self/fd/{file.DangerousGetHandle()}").TryGetValue(out var held)) return null;
        return there.Identity.Inode != held.Identity.Inode && PlainFile.Open(path, OpenFlags.ReadOnly).TryGetValue(out var opened) ? opened.TakeFileHandle() : null;
    }

    private static List<string> Read(SafeFileHandle file, ref long place, LineSplitter lines)
    {
        var buffer = new byte[64 << 10];
        var found = new List<string>();
        while (RandomAccess.Read(file, buffer, place) is > 0 and var count)
        {
            place += count;
            lines.Split(buffer.AsSpan(0, count), found);
        }

        return found;
    }

    private sealed class LineSplitter(int longest)
    {
        private readonly byte[] begun = new byte[longest];
        private int length;

        internal string Rest => Text();

        internal void Split(ReadOnlySpan<byte> bytes, List<string> found)
        {
            foreach (var part in bytes.Split((byte)'\n'))
            {
                var isLast = part.End.Value == bytes.Length;
                var piece = bytes[part];
                piece = piece[..Math.Min(piece.Length, longest - length)];
                piece.CopyTo(begun.AsSpan(length));
                length += piece.Length;
                if (isLast) return;
                found.Add(Text());
                length = 0;
            }
        }

        private string Text() => Encoding.UTF8.GetString(begun, 0, length).TrimEnd('\r');
    }
}
