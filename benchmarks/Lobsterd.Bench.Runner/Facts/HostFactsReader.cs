using System.Globalization;
using System.Runtime.InteropServices;

namespace Lobsterd.Bench.Runner.Facts;

/// <summary>Reads the host's facts from the files in which the kernel and the distribution tell them; what is missing is told as <c>unknown</c>.</summary>
/// <param name="root">Where the host's file system begins: <c>/</c>, or a copy of it in a test.</param>
public sealed class HostFactsReader(string root)
{
    private const string Unknown = "unknown";

    /// <summary>Reads them.</summary>
    public HostFacts Read()
    {
        var cpu = Lines("proc/cpuinfo");
        var flags = Value(cpu, "flags", ':')?.Split(' ') ?? [];
        var canVirtualize = (flags.Contains("vmx") || flags.Contains("svm")) && File.Exists(Path.Combine(root, "dev/kvm"));
        return new HostFacts(
            Value(cpu, "model name", ':') ?? Unknown,
            Math.Max(1, cpu.Count(line => line.StartsWith("processor", StringComparison.Ordinal))),
            MemoryMib(),
            Lines("proc/sys/kernel/osrelease").FirstOrDefault() ?? Unknown,
            Value(Lines("etc/os-release"), "PRETTY_NAME", '=')?.Trim('"') ?? Unknown,
            canVirtualize ? "kvm" : "tcg",
            flags.Contains("hypervisor"),
            RuntimeInformation.FrameworkDescription);
    }

    private static string? Value(string[] lines, string key, char separator)
    {
        foreach (var line in lines)
        {
            var at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && line.AsSpan(0, at).Trim().SequenceEqual(key)) return line[(at + 1)..].Trim();
        }

        return null;
    }

    private int MemoryMib()
    {
        var told = Value(Lines("proc/meminfo"), "MemTotal", ':')?.Split(' ')[0];
        return int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib / 1024 : 0;
    }

    private string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
