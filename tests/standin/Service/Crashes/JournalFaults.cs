using System.Globalization;

namespace Lobsterd.Standin.Service.Crashes;

/// <summary>Which writes to journals go wrong, and how: <c>fail:7,kill-before:9</c>. Writes count from 1 over all journals, from when they were armed.</summary>
internal sealed class JournalFaults
{
    private readonly Dictionary<int, JournalFault> faults;

    private JournalFaults(Dictionary<int, JournalFault> faults) => this.faults = faults;

    /// <summary>What goes wrong with a write; null for nothing.</summary>
    internal JournalFault? Of(int write) => faults.TryGetValue(write, out var fault) ? fault : null;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It is no list of faults.</exception>
    internal static JournalFaults Parse(string text)
    {
        var faults = new Dictionary<int, JournalFault>();
        foreach (var item in text.Split(','))
        {
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw new FormatException($"'{item}' is not FAULT:WRITE");
            faults.Add(int.Parse(item.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture), FaultOf(item[..colon]));
        }

        return new JournalFaults(faults);
    }

    private static JournalFault FaultOf(string word) => word switch
    {
        "kill-before" => JournalFault.KillBefore,
        "kill-after" => JournalFault.KillAfter,
        "fail" => JournalFault.Fail,
        _ => throw new FormatException($"'{word}' is no fault"),
    };
}
