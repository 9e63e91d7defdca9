using System.Diagnostics;

namespace Lobsterd.Domain.Watch;

/// <summary>The watchdog's state machine: pure, and true for any order of observations.</summary>
public static class WatchMachine
{
    /// <summary>A tenant that nothing is known of yet.</summary>
    public static TenantWatch Begin(DateTimeOffset now) => new(WatchState.Unknown, now, "");

    /// <summary>What becomes of a watch by an observation.</summary>
    /// <param name="watch">As it was.</param>
    /// <param name="seen">What was observed.</param>
    /// <param name="now">When.</param>
    /// <param name="rules">The bounds.</param>
    /// <param name="chance">From 0 to 1, for the back-off.</param>
    public static TenantWatch Next(TenantWatch watch, WatchSeen seen, DateTimeOffset now, WatchRules rules, double chance) => seen switch
    {
        WatchSeen.Off off => Rest(watch, off.IsSuspended ? WatchState.Suspended : WatchState.Stopped, "", now),
        WatchSeen.Maintained maintained => Rest(watch, WatchState.Maintenance, maintained.Why, now) with { DueAt = maintained.Until },

        // A repair is a command too: its own traces in the registry are no news to it.
        WatchSeen.InCommand => watch.State == WatchState.Recovering ? watch : To(watch, WatchState.Unknown, "a command is under way", now) with { HasGivenUp = false, DueAt = null },
        WatchSeen.Present => Present(watch, now),
        WatchSeen.Gone gone => watch.State switch
        {
            WatchState.Recovering or WatchState.Failed => watch,
            _ => Fail(watch, gone.Why, now, rules, chance),
        },
        WatchSeen.Passed => Passed(watch, now, rules),
        WatchSeen.Ill ill => Ill(watch, ill.Why, now, rules, chance),
        WatchSeen.RepairBegun => watch.State == WatchState.Failed && !watch.HasGivenUp
            ? To(watch, WatchState.Recovering, watch.Reason, now) with { Attempts = watch.Attempts + 1, DueAt = null }
            : watch,
        WatchSeen.Repaired => watch.State == WatchState.Recovering ? To(watch, WatchState.Healthy, "", now) with { FailedLooks = 0 } : watch,
        WatchSeen.NotRepaired failed => watch.State == WatchState.Recovering ? Fail(watch, failed.Why, now, rules, chance) : watch,
        WatchSeen.RepairPutOff => watch.State == WatchState.Recovering
            ? To(watch, WatchState.Failed, watch.Reason, now) with { Attempts = Math.Max(0, watch.Attempts - 1), DueAt = now + rules.Recheck }
            : watch,
        WatchSeen.OperatorActed => watch.State is WatchState.Degraded or WatchState.Failed
            ? To(watch, WatchState.Unknown, "", now) with { Attempts = 0, FailedLooks = 0, HasGivenUp = false, DueAt = now + rules.Recheck }
            : watch with { Attempts = 0 },
        _ => throw new UnreachableException($"{seen.GetType().Name} is no observation"),
    };

    private static TenantWatch Present(TenantWatch watch, DateTimeOffset now) => watch.State switch
    {
        // Somebody else brought it back, or took their hands off it.
        WatchState.Stopped or WatchState.Suspended or WatchState.Maintenance => To(watch, WatchState.Unknown, "", now) with { DueAt = now },
        WatchState.Unknown when watch.Reason.Length > 0 => watch with { Reason = "" },
        _ => watch,
    };

    private static TenantWatch Passed(TenantWatch watch, DateTimeOffset now, WatchRules rules) => watch.State switch
    {
        WatchState.Unknown or WatchState.Degraded => To(watch, WatchState.Healthy, "", now) with { FailedLooks = 0, DueAt = null },
        WatchState.Healthy when watch.Attempts > 0 && now - watch.Since >= rules.MaxBackoff => watch with { Attempts = 0 },
        _ => watch,
    };

    private static TenantWatch Ill(TenantWatch watch, string why, DateTimeOffset now, WatchRules rules, double chance)
    {
        if (watch.State is not (WatchState.Unknown or WatchState.Healthy or WatchState.Degraded)) return watch;
        var failed = watch.FailedLooks + 1;
        return failed >= rules.FailAfter
            ? Fail(watch, why, now, rules, chance) with { FailedLooks = failed }
            : To(watch, WatchState.Degraded, why, now) with { FailedLooks = failed, DueAt = now + rules.Recheck };
    }

    private static TenantWatch Fail(TenantWatch watch, string why, DateTimeOffset now, WatchRules rules, double chance)
    {
        // Well for long enough before it fell: what went before is forgotten.
        var attempts = watch.State == WatchState.Healthy && now - watch.Since >= rules.MaxBackoff ? 0 : watch.Attempts;
        var isOver = attempts >= rules.MaxAttempts;
        return To(watch, WatchState.Failed, why, now) with
        {
            Attempts = attempts,
            HasGivenUp = isOver,
            DueAt = isOver ? null : now + rules.WaitBehind(attempts, chance),
        };
    }

    private static TenantWatch Rest(TenantWatch watch, WatchState state, string why, DateTimeOffset now) =>
        watch.State == state && watch.Reason == why ? watch : new TenantWatch(state, watch.State == state ? watch.Since : now, why);

    private static TenantWatch To(TenantWatch watch, WatchState state, string why, DateTimeOffset now) =>
        watch with { State = state, Reason = why, Since = watch.State == state ? watch.Since : now };
}
