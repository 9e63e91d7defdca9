using System.Globalization;
using System.Text;
using System.Text.Json;
using Lobsterd.Domain.Events;

namespace Lobsterd.Host.Events;

/// <summary>The files of the audit log: each is named after the number of its first event, so their names are their order.</summary>
internal sealed class EventSegments(string folder)
{
    private const string Extension = ".jsonl";
    private const int LongestLine = 64 << 10;

    /// <summary>Every segment, oldest first.</summary>
    internal IReadOnlyList<(long First, string Path)> All()
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(path => (First: NumberOf(path), Path: path)).Where(segment => segment.First > 0).OrderBy(segment => segment.First)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Where the segment that begins with an event lies.</summary>
    internal string PathOf(long first) => Path.Combine(folder, first.ToString("D19", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The events of a segment, without lines that are torn or not ours.</summary>
    internal static IEnumerable<TenantEvent> Read(string path)
    {
        foreach (var line in LinesOf(path))
        {
            TenantEvent? happened = null;
            try
            {
                if (line.Length <= LongestLine) happened = JsonSerializer.Deserialize(line, EventJson.Default.TenantEvent);
            }
            catch (JsonException)
            {
                // Damaged; the others are not.
            }

            if (happened is { Kind: not null, Actor: not null, Message: not null }) yield return happened;
        }
    }

    /// <summary>Where a segment's last whole line ends: what lies behind it was torn by a kill.</summary>
    internal static long EndOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[(int)Math.Min(file.Length, 2 * LongestLine)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var feed = Array.LastIndexOf(tail, (byte)'\n');
        return feed >= 0 ? file.Length - tail.Length + feed + 1 : file.Length > tail.Length ? file.Length : 0;
    }

    private static IEnumerable<string> LinesOf(string path)
    {
        StreamReader reader;
        try
        {
            reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            yield break;    // removed by age or size meanwhile
        }

        using (reader)
        {
            while (reader.ReadLine() is { } line) yield return line;
        }
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;
}
