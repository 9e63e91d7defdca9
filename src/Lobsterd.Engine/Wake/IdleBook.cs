namespace Lobsterd.Engine.Wake;

/// <summary>Since when each tenant's guest has been quiet, by what its VMM has computed from look to look.</summary>
/// <remarks>The idle rule writes it; whoever asks why a tenant is awake reads it.</remarks>
public sealed class IdleBook(TimeProvider clock)
{
    // Of one processor. A guest that waits costs its VMM one or two hundredths where it is emulated, and less with KVM.
    private const double MostCpu = 0.05;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Look> looks = [];

    /// <summary>Notes a look at a tenant's VMM.</summary>
    /// <param name="tenant">The tenant's id.</param>
    /// <param name="cpuTime">What its VMM has computed so far.</param>
    /// <returns>How long it has been quiet; zero at the first look.</returns>
    public TimeSpan Note(Guid tenant, TimeSpan cpuTime)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (!looks.TryGetValue(tenant, out var before) || cpuTime < before.CpuTime)
            {
                looks[tenant] = new Look(cpuTime, now, now, 0);
                return TimeSpan.Zero;
            }

            var (spent, passed) = (cpuTime - before.CpuTime, clock.GetElapsedTime(before.At, now));
            var quietSince = spent > passed * MostCpu ? now : before.QuietSince;
            looks[tenant] = new Look(cpuTime, now, quietSince, passed > TimeSpan.Zero ? spent / passed : 0);
            return clock.GetElapsedTime(quietSince, now);
        }
    }

    /// <summary>What the last look found: for how long its guest has been quiet, and how much of a processor it took between the last two looks.</summary>
    /// <returns>Null for one that nobody has looked at.</returns>
    public (TimeSpan Quiet, double Cpu)? Of(Guid tenant)
    {
        lock (gate) return looks.TryGetValue(tenant, out var look) ? (clock.GetElapsedTime(look.QuietSince, clock.GetTimestamp()), look.Cpu) : null;
    }

    /// <summary>Forgets all tenants but these.</summary>
    public void Keep(IReadOnlySet<Guid> tenants)
    {
        lock (gate)
            foreach (var gone in looks.Keys.Where(tenant => !tenants.Contains(tenant)).ToList()) _ = looks.Remove(gone);
    }

    private sealed record Look(TimeSpan CpuTime, long At, long QuietSince, double Cpu);
}
