using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Sleeping;

/// <summary>How much may wait for sleeping tenants, how long, and how often they may be asked for.</summary>
/// <param name="HoldTime">Longest wait.</param>
/// <param name="MaxHeld">Most that waits for all tenants together.</param>
/// <param name="MaxHeldPerTenant">Most that waits for one tenant.</param>
/// <param name="WakesPerSource">Asks in a minute that one source may cause, over all tenants.</param>
/// <param name="WakesPerTenant">Asks in a minute for one tenant, whoever causes them.</param>
internal sealed record HoldBounds(TimeSpan HoldTime, int MaxHeld, int MaxHeldPerTenant, int WakesPerSource, int WakesPerTenant)
{
    public static HoldBounds Of(EdgeOptions options) => new(
        TimeSpan.FromMilliseconds(options.HoldMs), options.MaxHeld, options.MaxHeldPerTenant, options.WakesPerSource, options.WakesPerTenant);
}
