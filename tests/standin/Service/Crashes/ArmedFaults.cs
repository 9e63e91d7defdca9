namespace Lobsterd.Standin.Service.Crashes;

/// <summary>The faults that a file says, which may come while the service runs: of a file with another text, writes count anew.</summary>
/// <param name="file">Absolute path; while there is none, nothing goes wrong.</param>
internal sealed class ArmedFaults(string file)
{
    private readonly Lock gate = new();
    private string text = "";
    private JournalFaults? faults;
    private int writes;

    /// <summary>What goes wrong with the next write; null for nothing.</summary>
    /// <exception cref="FormatException">The file holds no list of faults.</exception>
    internal JournalFault? OfNext()
    {
        lock (gate)
        {
            if (!File.Exists(file)) return null;
            var now = File.ReadAllText(file);
            if (now != text) (text, faults, writes) = (now, JournalFaults.Parse(now), 0);
            return faults?.Of(++writes);
        }
    }
}
