using System.Text;

namespace Lobsterd.Host.Jail;

/// <summary>The end of a log, for people.</summary>
internal static class LogTail
{
    private const int MostBytes = 2048;

    /// <summary>At most the last 2 KiB; empty when there is no such file.</summary>
    internal static string Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            var buffer = new byte[Math.Min(length, MostBytes)];
            var count = RandomAccess.Read(file, buffer, length - buffer.Length);
            return Encoding.UTF8.GetString(buffer, 0, count).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
