namespace Lobsterd.Edge.Traffic;

/// <summary>Everything that is in flight, whether or not its route is still in the table.</summary>
internal sealed class TrafficTotal
{
    private int underWay;

    public int UnderWay => Volatile.Read(ref underWay);

    public void Enter() => Interlocked.Increment(ref underWay);

    public void Leave() => Interlocked.Decrement(ref underWay);
}
