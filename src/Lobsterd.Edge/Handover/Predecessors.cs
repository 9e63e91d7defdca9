using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Handover;

/// <summary>What edges before this one still have under way. They let nothing in any more, so their counts only fall; as long as one of a tenant is
/// not zero, the tenant is in use.</summary>
/// <param name="expected">How many of them drain at the start.</param>
/// <param name="clock">For bounds.</param>
internal sealed class Predecessors(int expected, TimeProvider clock)
{
    // One that has not told its counts by then has died.
    private static readonly TimeSpan HearTime = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly HashSet<Drainer> drainers = [];
    private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long startedAt = clock.GetTimestamp();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int told;

    /// <summary>How many tell what they have.</summary>
    public int Count
    {
        get
        {
            lock (gate) return drainers.Count;
        }
    }

    /// <summary>One begins to tell.</summary>
    /// <param name="breakOff">Asks it to break off what is under way to a tenant; must not wait.</param>
    public Drainer Join(Action<TenantName> breakOff)
    {
        var drainer = new Drainer(breakOff);
        lock (gate) _ = drainers.Add(drainer);
        return drainer;
    }

    /// <summary>What one has under way now.</summary>
    public void Tell(Drainer drainer, IReadOnlyDictionary<TenantName, EdgeInFlight> tenants)
    {
        lock (gate)
        {
            drainer.Tenants = tenants;
            Move();
            if (drainer.HasTold) return;
            drainer.HasTold = true;
            if (++told >= expected) _ = heard.TrySetResult();
        }
    }

    /// <summary>One has ended, and what it had with it.</summary>
    public void Leave(Drainer drainer)
    {
        lock (gate)
        {
            _ = drainers.Remove(drainer);
            Move();
        }
    }

    /// <summary>What all of them have under way to a tenant.</summary>
    public EdgeInFlight Of(TenantName tenant)
    {
        lock (gate) return Sum(tenant);
    }

    /// <summary>Waits until each has told once, or had its time to.</summary>
    public async Task UntilHeardAsync()
    {
        if (expected == 0 || heard.Task.IsCompleted) return;
        var left = HearTime - clock.GetElapsedTime(startedAt);
        if (left > TimeSpan.Zero) await heard.Task.WaitAsync(left, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = heard.TrySetResult();
    }

    /// <summary>Has what is under way to a tenant broken off, and waits until it is, or the time is over.</summary>
    public async Task BreakOffAsync(TenantName tenant, TimeSpan most)
    {
        using var patience = new CancellationTokenSource(most, clock);
        var isAsked = false;
        while (true)
        {
            Task moved;
            lock (gate)
            {
                if (IsNothing(Sum(tenant))) return;
                moved = changed.Task;
                if (!isAsked)
                    foreach (var drainer in drainers) drainer.BreakOff(tenant);
                isAsked = true;
            }

            await moved.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested) return;
        }
    }

    /// <summary>Whether a count is of nothing.</summary>
    public static bool IsNothing(EdgeInFlight count) => count.Requests + count.WebSockets + count.Streams == 0;

    private EdgeInFlight Sum(TenantName tenant)
    {
        var sum = new EdgeInFlight(tenant.Value, 0, 0, 0);
        foreach (var drainer in drainers)
        {
            if (drainer.Tenants.TryGetValue(tenant, out var one)) sum = sum.Plus(one);
        }

        return sum;
    }

    private void Move()
    {
        var before = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.SetResult();
    }

    /// <summary>One edge that drains.</summary>
    /// <param name="breakOff">Asks it to break off.</param>
    internal sealed class Drainer(Action<TenantName> breakOff)
    {
        public IReadOnlyDictionary<TenantName, EdgeInFlight> Tenants { get; set; } = new Dictionary<TenantName, EdgeInFlight>();

        public bool HasTold { get; set; }

        public void BreakOff(TenantName tenant) => breakOff(tenant);
    }
}
