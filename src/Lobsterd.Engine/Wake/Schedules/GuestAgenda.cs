using System.Globalization;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Wake.Schedules;

/// <summary>Whether a guest is to stay awake by its own word: it says so, or something that it scheduled is near, due within <c>wake.aheadOfMs</c> or a moment ago, so that it
/// is still at it.</summary>
/// <remarks>Only for whom nothing else keeps awake: it asks the guest.</remarks>
public sealed class GuestAgenda(IAgents agents, WakeConfig config, TimeProvider clock)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(1);

    // What is awake for a beat gets as long for it as the rule waits, but no more than a minute before its own quiet counts.
    private TimeSpan Grace => TimeSpan.FromMilliseconds(config.IdleAfterMs) < LongestGrace ? TimeSpan.FromMilliseconds(config.IdleAfterMs) : LongestGrace;

    /// <summary>Asks a guest. Of one that does not answer nothing is known.</summary>
    /// <returns>What keeps it awake, one clause; null for nothing.</returns>
    public async Task<string?> KeepsAwakeAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (!(await agents.SchedulesAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetValue(out var schedules) || schedules.Count == 0) return null;
        var now = clock.GetUtcNow();
        if (Agenda.HeldUntil(schedules, now) is { } held) return string.Create(CultureInfo.InvariantCulture, $"its guest holds it awake until {held.Until:yyyy-MM-ddTHH:mm:ssZ}: {held.Why}");
        return Agenda.Next(schedules, now - Grace) is { } due && due.At <= now + TimeSpan.FromMilliseconds(config.AheadOfMs)
            ? string.Create(CultureInfo.InvariantCulture, $"its schedule {due.Id} is near: {due.At:yyyy-MM-ddTHH:mm:ssZ}")
            : null;
    }
}
