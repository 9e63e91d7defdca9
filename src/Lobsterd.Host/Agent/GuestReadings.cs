using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Schedules;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>What a guest tells of itself, taken over only when every value is one that could be true.</summary>
internal static class GuestReadings
{
    /// <summary>Longest text of a log line in bytes of UTF-8.</summary>
    internal const int MostLogBytes = 8 << 10;

    // The kernel's own bound.
    private const int MostHostName = 64;

    private static readonly double MostUptimeMs = TimeSpan.MaxValue.TotalMilliseconds;
    private static readonly long OldestUnixMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long NewestUnixMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The readings; null when one is out of range.</summary>
    internal static GuestStats? Of(AgentReply.Stats told) =>
        told.UptimeMs >= 0 && told.UptimeMs < MostUptimeMs
        && told.MemoryTotalBytes >= 0 && told.MemoryAvailableBytes >= 0
        && double.IsFinite(told.Load1) && told.Load1 >= 0
        && told.DiskTotalBytes >= 0 && told.DiskFreeBytes >= 0
        && told.Connections >= 0 && told.WorkloadRestarts >= 0
        && (told.NowUnixMs is not { } now || (now >= OldestUnixMs && now <= NewestUnixMs))
        && IsWorkloadState(told.WorkloadState)
            ? new GuestStats(
                TimeSpan.FromMilliseconds(told.UptimeMs),
                told.MemoryTotalBytes,
                told.MemoryAvailableBytes,
                told.Load1,
                told.DiskTotalBytes,
                told.DiskFreeBytes,
                told.Connections,
                told.WorkloadState,
                told.WorkloadRestarts)
            {
                Now = told.NowUnixMs is { } clock ? DateTimeOffset.FromUnixTimeMilliseconds(clock) : null,
                IsDiskReadOnly = told.DiskReadOnly,
            }
            : null;

    /// <summary>What a claimed guest says it is; null when a value is none that there is.</summary>
    internal static GuestProof? Of(AgentReply.Proof told) =>
        Guid.TryParseExact(told.MachineId, "N", out var machine) && Guid.TryParseExact(told.BootId, "D", out var boot)
        && told.Sample is { Length: AgentLimits.SampleBytes }
        && told.HostName is { Length: <= MostHostName } && told.HostName.All(char.IsAscii)
        && IPAddress.TryParse(told.Address, out var address) && address.AddressFamily == AddressFamily.InterNetwork
        && told.NowUnixMs >= OldestUnixMs && told.NowUnixMs <= NewestUnixMs
        && (told.HostKeys ?? []) is { Count: <= AgentLimits.MaxHostKeys } keys && keys.All(key => key is { Length: <= AgentLimits.MaxHostKeyLength } && key.All(letter => letter is >= ' ' and <= '~'))
            ? new GuestProof(machine, boot, told.Sample, told.HostName, address, DateTimeOffset.FromUnixTimeMilliseconds(told.NowUnixMs), keys)
            : null;

    /// <summary>The health; null when it names no state that there is.</summary>
    internal static AgentHealth? Of(AgentReply.Health told) =>
        IsWorkloadState(told.WorkloadState) ? new AgentHealth(told.Claimed, told.WorkloadAnswers, told.WorkloadState) : null;

    /// <summary>The schedules; null when there are too many, or one is not as an agent words it.</summary>
    internal static IReadOnlyList<GuestSchedule>? Of(AgentReply.Schedules told) =>
        told.All.Count <= AgentLimits.MaxSchedules && told.All.All(IsSchedule)
            ? [.. told.All.Select(schedule => new GuestSchedule(schedule.Id, schedule.Text, DateTimeOffset.FromUnixTimeMilliseconds(schedule.SinceUnixMs)))]
            : null;

    /// <summary>The log line; null when its time, stream or length is none that there is.</summary>
    internal static LogLine? Of(AgentLogLine told) =>
        told.AtUnixMs >= OldestUnixMs && told.AtUnixMs <= NewestUnixMs
        && told.Stream is "stdout" or "stderr" or "agent"
        && Encoding.UTF8.GetByteCount(told.Text) <= MostLogBytes
            ? new LogLine(DateTimeOffset.FromUnixTimeMilliseconds(told.AtUnixMs), told.Stream, told.Text)
            : null;

    private static bool IsSchedule(AgentSchedule told) =>
        told is not null
        && told.Id is { Length: > 0 and <= AgentLimits.MaxScheduleIdLength } && told.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && told.Text is { Length: > 0 and <= AgentLimits.MaxScheduleTextLength } && told.Text.All(letter => letter is >= ' ' and <= '~')
        && told.SinceUnixMs >= OldestUnixMs && told.SinceUnixMs <= NewestUnixMs;

    private static bool IsWorkloadState(string state) => state is "none" or "starting" or "running" or "backoff" or "stopped";
}
