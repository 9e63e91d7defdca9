using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Mounts;

/// <summary>Reads the kernel's list of mounts.</summary>
public static class MountTable
{
    private const int FixedFields = 6;
    private const int FieldsAfterDash = 3;
    private const int EscapeLength = 4;

    /// <summary>The mounts that this process sees.</summary>
    /// <error code="mount.table.unreadable">It could not be read, or a line did not parse.</error>
    public static Result<IReadOnlyList<MountEntry>, LobsterError> Read() => Read("/proc/self/mountinfo");

    /// <summary>The mounts that a process sees.</summary>
    /// <param name="table">Its <c>/proc/PID/mountinfo</c>.</param>
    /// <error code="mount.table.unreadable">It could not be read, or a line did not parse.</error>
    public static Result<IReadOnlyList<MountEntry>, LobsterError> Read(string table)
    {
        try
        {
            return Parse(File.ReadAllText(table));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(MountErrors.TableUnreadable, exception.Message);
        }
    }

    /// <summary>Parses a whole list (proc_pid_mountinfo(5)).</summary>
    /// <error code="mount.table.unreadable">A line did not parse.</error>
    internal static Result<IReadOnlyList<MountEntry>, LobsterError> Parse(string text)
    {
        var entries = new List<MountEntry>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ParseLine(line) is not { } entry)
                return new LobsterError(MountErrors.TableUnreadable, $"not a line of mountinfo: {line[..Math.Min(line.Length, 80)]}");
            entries.Add(entry);
        }
        return entries;
    }

    private static MountEntry? ParseLine(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-", Math.Min(FixedFields, fields.Length));
        if (dash < 0 || fields.Length <= dash + FieldsAfterDash) return null;
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        if (!int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)) return null;
        return new MountEntry(
            id, parent, Unescape(fields[3]), Unescape(fields[4]), fields[5].Split(','),
            fields[dash + 1], Unescape(fields[dash + 2]), fields[dash + 3].Split(','));
    }

    /// <summary>The kernel writes space, tab, newline and backslash as a backslash and three octal digits.</summary>
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal)) return field;
        var bytes = new List<byte>(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + EscapeLength <= field.Length && OctalAt(field, i + 1) is { } escaped)
            {
                bytes.Add(escaped);
                i += EscapeLength - 1;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(field, i, 1));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static byte? OctalAt(string text, int start)
    {
        var value = 0;
        foreach (var digit in text.AsSpan(start, EscapeLength - 1))
        {
            if (digit is < '0' or > '7') return null;
            value = (value * 8) + (digit - '0');
        }
        return value <= byte.MaxValue ? (byte)value : null;
    }
}
