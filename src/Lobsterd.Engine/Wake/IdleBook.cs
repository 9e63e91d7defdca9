namespace Lobsterd.Engine.Wake;

/// <summary>Since when each tenant's guest has been quiet, by what its VMM has computed from look to look, and by whether it sent anything out into the world.</summary>
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
    /// <param name="outward">Packets that its guest has sent out into the world so far; null where nobody counts them.</param>
    /// <returns>How long it has been quiet; zero at the first look.</returns>
    public TimeSpan Note(Guid tenant, TimeSpan cpuTime, ulong? outward)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (!looks.TryGetValue(tenant, out var before) || cpuTime < before.CpuTime)
            {
                looks[tenant] = new Look(cpuTime, outward, now, now, 0, 0);
                return TimeSpan.Zero;
            }

            var (spent, passed) = (cpuTime - before.CpuTime, clock.GetElapsedTime(before.At, now));
            // A counter that begins anew, or for the first time, tells of nothing yet.
            var sent = outward is { } count && before.Outward is { } counted && count > counted ? count - counted : 0;
            var quietSince = spent > passed * MostCpu || sent > 0 ? now : before.QuietSince;
            looks[tenant] = new Look(cpuTime, outward, now, quietSince, passed > TimeSpan.Zero ? spent / passed : 0, sent);
            return clock.GetElapsedTime(quietSince, now);
        }
    }

    /// <summary>Has a tenant's quiet begin anew: it was just asked to sleep, and if it does not, it is not asked at every look.</summary>
    public void Begin(Guid tenant)
    {
        lock (gate)
            if (looks.TryGetValue(tenant, out var look)) looks[tenant] = look with { QuietSince = clock.GetTimestamp() };
    }

    /// <summary>What the last look found of a tenant; null for one that nobody has looked at.</summary>
    public IdleLook? Of(Guid tenant)
    {
        lock (gate) return looks.TryGetValue(tenant, out var look) ? new IdleLook(clock.GetElapsedTime(look.QuietSince, clock.GetTimestamp()), look.Cpu, look.Sent) : null;
    }

    /// <summary>Forgets all tenants but these.</summary>
    public void Keep(IReadOnlySet<Guid> tenants)
    {
        lock (gate)
            foreach (var gone in looks.Keys.Where(tenant => !tenants.Contains(tenant)).ToList()) _ = looks.Remove(gone);
    }

    private sealed record Look(TimeSpan CpuTime, ulong? Outward, long At, long QuietSince, double Cpu, ulong Sent);
}
