using System.Net;
using Lobsterd.Edge.Sleeping;

namespace Lobsterd.Edge.Names;

/// <summary>How much guests may ask: each so much at a time and in a minute, and all together so much at a time.</summary>
/// <param name="clock">Tells how much has come back.</param>
internal sealed class NameQuota(TimeProvider clock)
{
    /// <summary>Questions under way, of all guests.</summary>
    internal const int MostUnderWay = 1_024;

    /// <summary>Questions under way, of one guest.</summary>
    internal const int MostOfOne = 32;

    /// <summary>Questions of one guest in a minute.</summary>
    internal const int PerMinute = 1_200;

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Guest> guests = [];
    private int underWay;

    /// <summary>Begins a question; false when it is too much.</summary>
    internal bool TryBegin(IPAddress guest)
    {
        lock (gate)
        {
            if (underWay >= MostUnderWay) return false;
            if (!guests.TryGetValue(guest, out var known))
            {
                if (guests.Count >= MostUnderWay) Sweep();
                if (guests.Count >= MostUnderWay) return false;
                guests[guest] = known = new Guest(new TokenBucket(PerMinute, clock));
            }

            if (known.UnderWay >= MostOfOne || !known.Bucket.TryTake()) return false;
            known.UnderWay++;
            underWay++;
            return true;
        }
    }

    /// <summary>Ends one that was begun.</summary>
    internal void End(IPAddress guest)
    {
        lock (gate)
        {
            guests[guest].UnderWay--;
            underWay--;
        }
    }

    private void Sweep()
    {
        foreach (var (address, _) in guests.Where(one => one.Value is { UnderWay: 0 } guest && guest.Bucket.IsFull).ToList()) _ = guests.Remove(address);
    }

    private sealed class Guest(TokenBucket bucket)
    {
        internal TokenBucket Bucket => bucket;

        internal int UnderWay { get; set; }
    }
}
