using System.Globalization;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>The log: standard output, until a file is named.</summary>
internal sealed class Log
{
    private static readonly string[] Levels = ["OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

    private long target = 1;
    private string id = "anonymous-instance";
    private int level = 3;
    private bool showsLevel;
    private bool showsOrigin;
    private string module = "";

    internal void Name(string name) => id = name;

    internal bool TrySetLevel(string name)
    {
        var wanted = name.ToUpperInvariant() is var upper && upper == "WARNING" ? "WARN" : upper;
        var found = Array.IndexOf(Levels, wanted);
        if (found >= 0) level = found;
        return found >= 0;
    }

    internal void Adjust(bool? showLevel, bool? showOrigin, string? newModule)
    {
        showsLevel = showLevel ?? showsLevel;
        showsOrigin = showOrigin ?? showsOrigin;
        module = newModule ?? module;
    }

    /// <summary>Why the file cannot be opened; null when it was.</summary>
    internal string? TryOpen(string path)
    {
        var opened = OutputFile.Open(path);
        if (opened < 0) return IoText.Last;
        target = opened;
        return null;
    }

    internal void Info(string words, string thread = "main") => Write(3, words, thread);

    internal void Error(string words, string thread = "main") => Write(1, words, thread);

    private void Write(int at, string words, string thread)
    {
        if (at > level || (module.Length > 0 && !"vmm::api_server".StartsWith(module, StringComparison.Ordinal))) return;
        var now = TimeProvider.System.GetLocalNow();
        var time = now.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00";
        var shown = (showsLevel ? ":" + Levels[at] : "") + (showsOrigin ? ":stand-in:1" : "");
        _ = Kernel.Write(target, Encoding.UTF8.GetBytes($"{time} [{id}:{thread}{shown}] {words}\n"));
    }
}
