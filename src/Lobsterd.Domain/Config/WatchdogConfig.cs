using Lobsterd.Domain.Watch;

namespace Lobsterd.Domain.Config;

/// <summary>When the watchdog looks at tenants, and how often it repairs.</summary>
public sealed record WatchdogConfig
{
    /// <summary>It repairs.</summary>
    public const string On = "on";

    /// <summary>It does nothing.</summary>
    public const string Off = "off";

    /// <summary><c>on</c>, or <c>off</c>: nothing is looked at, nothing repaired.</summary>
    public string Mode { get; init; } = On;

    /// <summary>Failed looks in a row that make a tenant failed, 1 to 100.</summary>
    public int FailAfter { get; init; } = 3;

    /// <summary>Repairs that are tried before it gives up, 1 to 1,000.</summary>
    public int MaxRepairAttempts { get; init; } = 5;

    /// <summary>From a failed look to the next one, 10 to 600,000 ms.</summary>
    public int RecheckMs { get; init; } = 2_000;

    /// <summary>From a repair that did not help to the next, 10 to 600,000 ms; doubled each time.</summary>
    public int BackoffMs { get; init; } = 1_000;

    /// <summary>The longest of these, 10 to 86,400,000 ms.</summary>
    public int MaxBackoffMs { get; init; } = 300_000;

    /// <summary>One round of the slow sweep over all tenants, 100 to 86,400,000 ms.</summary>
    public int SweepMs { get; init; } = 60_000;

    /// <summary>From one beat of a guest's heart to the next, 1,000 to 600,000 ms.</summary>
    public int HeartbeatMs { get; init; } = 30_000;

    /// <summary>Tenants that are repaired at the same time, 1 to 1,024.</summary>
    public int RepairsAtOnce { get; init; } = 4;

    /// <summary>The bounds as the state machine takes them.</summary>
    public WatchRules ToRules() => new(
        FailAfter,
        MaxRepairAttempts,
        TimeSpan.FromMilliseconds(RecheckMs),
        TimeSpan.FromMilliseconds(BackoffMs),
        TimeSpan.FromMilliseconds(Math.Max(BackoffMs, MaxBackoffMs)));
}
