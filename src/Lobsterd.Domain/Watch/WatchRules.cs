namespace Lobsterd.Domain.Watch;

/// <summary>The bounds that the watchdog goes by.</summary>
/// <param name="FailAfter">Failed looks in a row that make a tenant failed.</param>
/// <param name="MaxAttempts">Repairs that are tried before it gives up.</param>
/// <param name="Recheck">From a failed look to the next one.</param>
/// <param name="Backoff">From the first repair that did not help to the next; doubled each time.</param>
/// <param name="MaxBackoff">The longest of these; also how long a tenant must stay well for its repairs to be forgotten.</param>
public sealed record WatchRules(int FailAfter, int MaxAttempts, TimeSpan Recheck, TimeSpan Backoff, TimeSpan MaxBackoff)
{
    /// <summary>The wait before the repair that follows so many: half of it fixed, half of it by chance, so that tenants which fell together do not rise in step.</summary>
    /// <param name="attempts">Repairs so far; none means at once.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan WaitBehind(int attempts, double chance)
    {
        if (attempts == 0) return TimeSpan.Zero;
        var whole = Math.Min(Backoff.TotalMilliseconds * Math.Pow(2, attempts - 1), MaxBackoff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole / 2 * (1 + Math.Clamp(chance, 0, 1)));
    }
}
