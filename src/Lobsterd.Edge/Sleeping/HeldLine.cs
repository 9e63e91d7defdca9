using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Sleeping;

/// <summary>What waits for one sleeping tenant, in the order in which it came, and whether it has been asked for. Not for two callers at a time:
/// the lock of the tenant's gate holds it.</summary>
/// <param name="tenant">Whom it waits for.</param>
/// <param name="budget">How often the tenant may be asked for; it outlives the line.</param>
/// <param name="desk">What all tenants share.</param>
internal sealed class HeldLine(TenantName tenant, TokenBucket budget, HoldDesk desk)
{
    private readonly LinkedList<HeldPassage> line = [];
    private long askedAt;
    private HoldEnd.Refused? refusal;
    private long refusedAt;

    public int Count => line.Count;

    /// <summary>What the tenant has been asked for by, and who asked waits still; null when nothing asks.</summary>
    public EdgeEvent.WakeWanted? Wanted { get; private set; }

    /// <summary>Takes a place at the end, and asks for the tenant where nobody has.</summary>
    /// <returns>Null when it waits now, or why it does not.</returns>
    public HoldEnd? Join(HeldPassage passage)
    {
        if (RefusalLeft() is { } refused) return refused;
        if (line.Count >= desk.Bounds.MaxHeldPerTenant || !desk.TryTakePlace()) return new HoldEnd.Full();
        if (Ask(passage.Want) is { } tooOften)
        {
            desk.GivePlacesBack(1);
            return tooOften;
        }

        passage.Place = line.AddLast(passage);
        return null;
    }

    /// <summary>Gives up the place of one that waits no longer; false when it has none here, because its wait has been ended.</summary>
    public bool Leave(HeldPassage passage)
    {
        if (passage.Place is not { } place || place.List != line) return false;
        line.Remove(place);
        desk.GivePlacesBack(1);
        if (line.Count == 0) Wanted = null;
        return true;
    }

    /// <summary>Ends every wait: the tenant could not be woken.</summary>
    public void Refuse(string reason, TimeSpan retryAfter)
    {
        refusal = new HoldEnd.Refused(reason, retryAfter);
        refusedAt = desk.Clock.GetTimestamp();
        foreach (var passage in TakeAll()) passage.End(refusal);
    }

    /// <summary>Takes everything out, in order; whoever calls ends the waits.</summary>
    public HeldPassage[] TakeAll()
    {
        HeldPassage[] all = [.. line];
        line.Clear();
        desk.GivePlacesBack(all.Length);
        Wanted = null;
        return all;
    }

    // Once however much waits; but an ask that nobody has answered for as long as anybody waits is an ask that was lost.
    private HoldEnd.TooOften? Ask(WakeWant want)
    {
        if (Wanted is { } wanted)
        {
            if (desk.Clock.GetElapsedTime(askedAt) < desk.Bounds.HoldTime) return null;
            Tell(wanted);
            return null;
        }

        if (desk.Spend(want.Source) is { } wait) return new HoldEnd.TooOften(wait);
        if (!budget.TryTake()) return new HoldEnd.TooOften(budget.Wait);
        Tell(new EdgeEvent.WakeWanted(tenant.Value, desk.Clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            Host = want.Host,
            Request = want.Request,
            HostPort = want.HostPort,
            Peer = want.Peer,
        });
        return null;
    }

    private void Tell(EdgeEvent.WakeWanted wanted)
    {
        Wanted = wanted;
        askedAt = desk.Clock.GetTimestamp();
        desk.Tell(wanted);
    }

    private HoldEnd.Refused? RefusalLeft()
    {
        if (refusal is null) return null;
        var left = refusal.RetryAfter - desk.Clock.GetElapsedTime(refusedAt);
        if (left > TimeSpan.Zero) return refusal with { RetryAfter = left };
        refusal = null;
        return null;
    }
}
