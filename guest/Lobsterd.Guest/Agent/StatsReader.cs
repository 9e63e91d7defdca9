using System.Globalization;
using Lobsterd.Domain.Network;
using Lobsterd.Guest.Overlay;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Reads how the guest is, from /proc and its disk. A file that cannot be read leaves zeros: readings are never worth a failure.</summary>
internal sealed class StatsReader(IOverlay overlay, Supervisor supervisor, TimeProvider clock)
{
    private const string Established = "01";
    private const int MostTableLines = 100_000;

    /// <summary>Reads all.</summary>
    internal AgentReply.Stats Read()
    {
        var (total, free) = overlay.Space;
        var memory = Lines("/proc/meminfo").Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new AgentReply.Stats
        {
            UptimeMs = (long)(FirstNumber("/proc/uptime") * 1000),
            MemoryTotalBytes = KibOf(memory, "MemTotal"),
            MemoryAvailableBytes = KibOf(memory, "MemAvailable"),
            Load1 = FirstNumber("/proc/loadavg"),
            DiskTotalBytes = total,
            DiskFreeBytes = free,
            Connections = CountConnections("/proc/net/tcp") + CountConnections("/proc/net/tcp6"),
            WorkloadState = supervisor.State.ToWord(),
            WorkloadRestarts = supervisor.Restarts,
            NowUnixMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            DiskReadOnly = overlay.IsReadOnly,
        };
    }

    private static long KibOf(Dictionary<string, string> memory, string name) =>
        memory.TryGetValue(name, out var text)
        && long.TryParse(text.Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kib)
            ? kib * 1024
            : 0;

    private static double FirstNumber(string path) =>
        Lines(path).FirstOrDefault() is { } line && double.TryParse(line.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    /// <summary>Established connections but for the agent's own (proc_pid_net(5)): local address, remote address and state are fields 1, 2 and 3.</summary>
    private static int CountConnections(string path) =>
        Lines(path).Skip(1).Take(MostTableLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields.Length > 3 && fields[3] == Established && !IsAgents(fields[1]));

    private static bool IsAgents(string address) =>
        int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)
        && port is ControlAddress.ControlPort or ControlAddress.HealthPort;

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
