namespace Lobsterd.Engine.Wake;

/// <summary>Since when each tenant's guest has been quiet, by what its VMM has computed from look to look.</summary>
/// <remarks>Not thread-safe: the idle rule alone writes it.</remarks>
public sealed class IdleBook(TimeProvider clock)
{
    // Of one processor. A guest that waits costs its VMM one or two hundredths where it is emulated, and less with KVM.
    private const double MostCpu = 0.05;

    private readonly Dictionary<Guid, Look> looks = [];

    /// <summary>Notes a look at a tenant's VMM.</summary>
    /// <param name="tenant">The tenant's id.</param>
    /// <param name="cpuTime">What its VMM has computed so far.</param>
    /// <returns>How long it has been quiet; zero at the first look.</returns>
    public TimeSpan Note(Guid tenant, TimeSpan cpuTime)
    {
        var now = clock.GetTimestamp();
        if (!looks.TryGetValue(tenant, out var before) || cpuTime < before.CpuTime)
        {
            looks[tenant] = new Look(cpuTime, now, now);
            return TimeSpan.Zero;
        }

        var isBusy = cpuTime - before.CpuTime > clock.GetElapsedTime(before.At, now) * MostCpu;
        var quietSince = isBusy ? now : before.QuietSince;
        looks[tenant] = new Look(cpuTime, now, quietSince);
        return clock.GetElapsedTime(quietSince, now);
    }

    /// <summary>Forgets all tenants but these.</summary>
    public void Keep(IReadOnlySet<Guid> tenants)
    {
        foreach (var gone in looks.Keys.Where(tenant => !tenants.Contains(tenant)).ToList()) _ = looks.Remove(gone);
    }

    private sealed record Look(TimeSpan CpuTime, long At, long QuietSince);
}
