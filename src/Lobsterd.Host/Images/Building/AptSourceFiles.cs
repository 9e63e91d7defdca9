namespace Lobsterd.Host.Images.Building;

/// <summary>Reads apt's lists of sources in both of their forms, see sources.list(5). What cannot be understood is passed over: these files are
/// apt's, and apt has its own words for what is wrong with them.</summary>
internal static class AptSourceFiles
{
    private const int LargestFile = 1 << 20;

    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>All sources of the component <c>main</c> that are switched on.</summary>
    /// <param name="folder">apt's folder, <c>/etc/apt</c>.</param>
    public static IReadOnlyList<AptSource> Read(string folder)
    {
        var parts = Path.Combine(folder, "sources.list.d");
        string[] inParts = Directory.Exists(parts) ? Directory.GetFiles(parts) : [];
        var files = inParts.Order(StringComparer.Ordinal).Prepend(Path.Combine(folder, "sources.list")).Where(IsReadable);
        return [.. files.SelectMany(file => Parse(File.ReadAllText(file), Path.GetExtension(file) == ".sources"))];
    }

    /// <summary>The sources of one file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="isStanzas">Whether it is of deb822's stanzas, not of single lines.</param>
    internal static IEnumerable<AptSource> Parse(string text, bool isStanzas) =>
        isStanzas ? Stanzas(text).SelectMany(FromStanza) : text.Split('\n').SelectMany(FromLine);

    private static bool IsReadable(string file) =>
        Path.GetExtension(file) is ".list" or ".sources" && File.Exists(file) && new FileInfo(file).Length <= LargestFile;

    // deb [options] URI SUITE COMPONENT...
    private static IEnumerable<AptSource> FromLine(string line)
    {
        var text = line.Split('#')[0].Trim();
        if (text.IndexOf('[', StringComparison.Ordinal) is var open and > 0 && text.IndexOf(']', open) is var close and > 0)
            text = string.Concat(text.AsSpan(0, open), text.AsSpan(close + 1));
        var words = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 3 && words[0] == "deb" && words.Skip(3).Contains("main") ? [new AptSource(words[1].TrimEnd('/'), words[2])] : [];
    }

    private static IEnumerable<AptSource> FromStanza(Dictionary<string, string[]> stanza)
    {
        string[] Of(string field) => stanza.GetValueOrDefault(field, []);
        if (!Of("Types").Contains("deb") || !Of("Components").Contains("main") || Of("Enabled").Contains("no")) return [];
        return Of("URIs").SelectMany(_ => Of("Suites"), (uri, suite) => new AptSource(uri.TrimEnd('/'), suite));
    }

    private static IEnumerable<Dictionary<string, string[]>> Stanzas(string text)
    {
        var stanza = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        var field = "";
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.StartsWith('#')) continue;
            if (line.Trim().Length == 0)
            {
                if (stanza.Count > 0) yield return stanza;
                stanza = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
                continue;
            }

            var isContinued = line[0] is ' ' or '\t';
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (!isContinued && colon < 0) continue;
            if (!isContinued) field = line[..colon].Trim();
            var words = (isContinued ? line : line[(colon + 1)..]).Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            stanza[field] = isContinued ? [.. stanza.GetValueOrDefault(field, []), .. words] : words;
        }
    }
}
