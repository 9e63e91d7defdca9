using System.Text;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Jail;

/// <summary>The end of a log, for people. A VMM that writes its log itself may have put anything in its place.</summary>
internal static class LogTail
{
    private const int MostBytes = 2048;

    /// <summary>At most the last 2 KiB; empty when there is no such file.</summary>
    internal static string Read(string path)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out _, out var log)) return "";
        using var file = log.TakeFileHandle();
        try
        {
            var length = RandomAccess.GetLength(file);
            var buffer = new byte[Math.Min(length, MostBytes)];
            var count = RandomAccess.Read(file, buffer, length - buffer.Length);
            return Encoding.UTF8.GetString(buffer, 0, count).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
