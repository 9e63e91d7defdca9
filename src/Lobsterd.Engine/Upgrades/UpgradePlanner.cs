using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Upgrades;

/// <summary>Tells of every sleeper whether it would wake with the hypervisor, kernel and CPU at hand, without waking it. It asks the same questions
/// that a wake asks first: of the passports, not of the memory, so it says nothing about a disk that rots.</summary>
public sealed class UpgradePlanner(RegistryBook registry, ISleepStore store, HypervisorSet hypervisors, LobsterdPaths paths)
{
    private const string Fits = "its hypervisor, its machine and its CPU are as they were; the kernel that it runs is in its memory";
    private const string Unread = "its memory cannot be used any more";

    /// <summary>Judges every sleeper, by name.</summary>
    /// <param name="isWanted">Whom the caller may see.</param>
    /// <param name="cancellationToken">Stops judging.</param>
    public async Task<IReadOnlyList<UpgradeVerdict>> PlanAsync(Func<Tenant, bool> isWanted, CancellationToken cancellationToken)
    {
        var all = new List<UpgradeVerdict>();
        foreach (var tenant in registry.Current.Tenants.Values.Where(tenant => tenant.Observed == ObservedState.Suspended && isWanted(tenant)))
            all.Add(await JudgeAsync(tenant, cancellationToken));
        return all;
    }

    private async Task<UpgradeVerdict> JudgeAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var here = hypervisors.Facts.TryGetValue(out var facts) && facts.Name == tenant.Hypervisor ? facts.Version : null;
        if (store.Find(tenant.Owner).TryGetError(out var error, out var state)) return new UpgradeVerdict(tenant, SavedAt: null, "", here, WouldResume: false, error.FullMessage, Unread);
        var verdict = new UpgradeVerdict(tenant, state.MadeAt, state.Version, here, WouldResume: false, "", Advice: null);
        if (state.IsBegun) return verdict with { Why = "a VM has run on from its saved state", Advice = Unread };
        if (tenant.Proof is { Outcome: ProofOutcome.Failed, Why: var found }) return verdict with { Why = $"when it was tried: {found}", Advice = Unread };
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out error, out var driver)) return verdict with { Why = error.FullMessage, Advice = AdviceOf(tenant, state) };
        return (await driver.FitsAsync(RestoreStep.BootOf(tenant, paths), store.FilesOf(tenant.Owner), cancellationToken)).TryGetError(out error)
            ? verdict with { Why = error.FullMessage, Advice = state.Version == here ? Unread : AdviceOf(tenant, state) }
            : verdict with { WouldResume = true, Why = Fits };
    }

    private static string AdviceOf(Tenant tenant, SleepState state) =>
        $"put {tenant.Hypervisor} {state.Version} back and resume it before that is upgraded, or let it boot from its disk";
}
