using Lobsterd.Edge.Events;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Sleeping;

/// <summary>What all sleeping tenants share: the places of those who wait, the budgets, and the line to whoever wakes.</summary>
/// <param name="bounds">How much of everything.</param>
/// <param name="wakes">Is told who is wanted.</param>
/// <param name="clock">For every time.</param>
internal sealed class HoldDesk(HoldBounds bounds, EventHub wakes, TimeProvider clock)
{
    private readonly WakeBudget budget = new(bounds.WakesPerSource, clock);
    private int held;

    public HoldBounds Bounds => bounds;

    public TimeProvider Clock => clock;

    /// <summary>How much waits, over all tenants.</summary>
    public int Held => Volatile.Read(ref held);

    /// <summary>Takes a place; false when none is left.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref held) <= bounds.MaxHeld) return true;
        GivePlacesBack(1);
        return false;
    }

    public void GivePlacesBack(int count) => Interlocked.Add(ref held, -count);

    /// <summary>Spends one ask of a source: null when it was spent, or how long until there is one.</summary>
    public TimeSpan? Spend(WakeSource source) => budget.Spend(source);

    /// <summary>Tells whoever wakes.</summary>
    public void Tell(EdgeEvent.WakeWanted wanted) => wakes.Tell(wanted);
}
