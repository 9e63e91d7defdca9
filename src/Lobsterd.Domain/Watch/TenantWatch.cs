namespace Lobsterd.Domain.Watch;

/// <summary>What the watchdog knows of a tenant.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why; empty where the state says all.</param>
public sealed record TenantWatch(WatchState State, DateTimeOffset Since, string Reason)
{
    /// <summary>Failed looks in a row.</summary>
    public int FailedLooks { get; init; }

    /// <summary>Repairs tried since it was last well for long enough, or an operator acted.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether no further repair is tried until an operator acts.</summary>
    public bool HasGivenUp { get; init; }

    /// <summary>When the next look or repair is due; null when the slow sweep is soon enough, or nothing is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What is due now.</summary>
    public WatchDue DueBy(DateTimeOffset now) => DueAt is not { } due || due > now
        ? WatchDue.Nothing
        : State switch
        {
            WatchState.Unknown or WatchState.Degraded => WatchDue.Look,
            WatchState.Failed when !HasGivenUp => WatchDue.Repair,
            _ => WatchDue.Nothing,
        };

    /// <summary>Whether the sweep looks at it.</summary>
    public bool IsSwept => DueAt is null && State is (WatchState.Unknown or WatchState.Healthy);
}
