using System.Collections.Immutable;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Tank;

/// <summary>A tenant on the screen: what it is, what it costs, and how that went lately.</summary>
internal sealed record TankRow
{
    /// <summary>How many past figures are kept: one a column of a sparkline.</summary>
    internal const int Past = 10;

    internal required UsageBody Usage { get; init; }

    /// <summary>Share of one processor, 0.5 for a half; null until two readings are there.</summary>
    internal double? Cpu { get; init; }

    /// <summary>Bytes a second to the guest.</summary>
    internal double? Received { get; init; }

    /// <summary>Bytes a second from the guest.</summary>
    internal double? Sent { get; init; }

    /// <summary>Requests a second.</summary>
    internal double? Requests { get; init; }

    /// <summary>The last shares of what its virtual CPUs could use, 0 to 1, oldest first.</summary>
    internal ImmutableArray<double> CpuPast { get; init; } = [];

    /// <summary>The last shares of its memory, 0 to 1, oldest first.</summary>
    internal ImmutableArray<double> MemoryPast { get; init; } = [];

    internal string Name => Usage.Tenant.Name;

    /// <summary>The row after the next reading.</summary>
    internal static TankRow Of(UsageBody now, TankRow? before)
    {
        var old = before?.Usage.Tenant.Id == now.Tenant.Id ? before : null;
        var seconds = old is null ? 0 : (now.Stats.At - old.Usage.Stats.At).TotalSeconds;
        if (old is not null && seconds <= 0) return old with { Usage = now };    // the same reading again
        var cpu = Rate(now.Stats.CpuMs / 1_000, old?.Usage.Stats.CpuMs / 1_000, seconds);
        return new TankRow
        {
            Usage = now,
            Cpu = cpu,
            Received = Rate(now.Stats.ReceivedBytes, old?.Usage.Stats.ReceivedBytes, seconds),
            Sent = Rate(now.Stats.SentBytes, old?.Usage.Stats.SentBytes, seconds),
            Requests = Rate(now.Stats.Requests, old?.Usage.Stats.Requests, seconds),
            CpuPast = Push(old?.CpuPast ?? [], cpu / Math.Max(1, now.Tenant.Vcpus)),
            MemoryPast = Push(old?.MemoryPast ?? [], now.Stats.MemoryBytes is { } bytes ? (double)bytes / Math.Max(1, (long)now.Tenant.MemoryMib << 20) : null),
        };
    }

    // A counter that goes back was made anew.
    private static double? Rate(double? now, double? before, double seconds) =>
        seconds > 0 && now is { } to && before is { } from ? Math.Max(0, to - from) / seconds : null;

    private static ImmutableArray<double> Push(ImmutableArray<double> past, double? figure)
    {
        if (figure is not { } known) return past;
        var all = past.Add(Math.Clamp(known, 0, 1));
        return all.Length > Past ? all[^Past..] : all;
    }
}
