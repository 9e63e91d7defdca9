using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Events;

/// <summary>Tells of a tenant's troubles at most once a second each, however many requests meet them.</summary>
/// <param name="tenant">Whose troubles.</param>
/// <param name="events">Whom to tell.</param>
/// <param name="clock">Tells seconds apart.</param>
internal sealed class TenantNotices(TenantName tenant, EventHub events, TimeProvider clock)
{
    private long unreachableAt;
    private long saturatedAt;

    public void TellUnreachable()
    {
        if (IsDue(ref unreachableAt)) events.Tell(new EdgeEvent.Unreachable(tenant.Value));
    }

    public void TellSaturated()
    {
        if (IsDue(ref saturatedAt)) events.Tell(new EdgeEvent.Saturated(tenant.Value));
    }

    private bool IsDue(ref long toldAt)
    {
        var last = Volatile.Read(ref toldAt);
        var now = clock.GetTimestamp();
        return (last == 0 || clock.GetElapsedTime(last, now) >= TimeSpan.FromSeconds(1))
            && Interlocked.CompareExchange(ref toldAt, now, last) == last;
    }
}
