using System.Text;
using Lobsterd.Linux.Files;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Schedules;

/// <summary>Where programs in the guest say when they want to be awake: one small file each in <c>/var/spool/lobsterd/schedules</c>, which anyone may
/// write, as in <c>/tmp</c>. Its name is the schedule's; what it says is the host's to read.</summary>
/// <remarks>A file that is no regular file, is too large or is no text is passed over, and so is what lies behind the first 32 by name.</remarks>
internal sealed class ScheduleFolder(string root)
{
    private const int MostLooked = 256;
    private const int ForAnyone = 0x3FF;    // 01777: whoever made a file owns it

    private readonly string folder = Path.Combine(root, "var/spool/lobsterd/schedules");

    /// <summary>Makes the folder. A disk that refuses it has no schedules.</summary>
    internal void Ensure()
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            _ = Folder.Ensure(folder, ForAnyone).IsSuccess;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Read-only, or full: said by other checks.
        }
    }

    /// <summary>What the folder holds; it may block for as long as the disk does.</summary>
    internal IReadOnlyList<AgentSchedule> Read()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder).Take(MostLooked).Where(path => IsName(Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal).Take(AgentLimits.MaxSchedules).Select(Read).OfType<AgentSchedule>(),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static AgentSchedule? Read(string path)
    {
        if (!PlainFile.ReadAll(path, AgentLimits.MaxScheduleTextLength).TryGetValue(out var bytes)) return null;
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Length == 0 || text.Any(letter => letter is < ' ' or > '~')
            ? null
            : new AgentSchedule { Id = Path.GetFileName(path), Text = text, SinceUnixMs = new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds() };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= AgentLimits.MaxScheduleIdLength && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
