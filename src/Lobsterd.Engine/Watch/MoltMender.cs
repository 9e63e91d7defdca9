using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Checks;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Locks;

namespace Lobsterd.Engine.Watch;

/// <summary>Looks and repairs by the machinery of <c>molt</c>, in the watchdog's name.</summary>
public sealed class MoltMender(Checkup checkup, MoltCommand molt, TenantLocks locks, VmWatch vms) : IMender
{
    /// <inheritdoc/>
    public bool IsWatched(Tenant tenant) => vms.IsWatched(tenant);

    /// <inheritdoc/>
    public bool IsBusy(TenantName name) => locks.IsHeld(name);

    /// <inheritdoc/>
    public async Task<MendOutcome> LookAsync(Tenant tenant, bool isWhole, CancellationToken cancellationToken)
    {
        // Under no lock: a command must never wait for the watchdog's look. What was seen while one began says nothing.
        if (IsBusy(tenant.Name)) return new MendOutcome(MendVerdict.Busy, "");
        if (!isWhole) return OutcomeOf(await checkup.CheckVmAsync(tenant, cancellationToken), tenant.Name);
        return (await checkup.CheckAsync(tenant.Name, cancellationToken)).TryGetError(out var error, out var report) ? Unseen(error) : OutcomeOf(report, tenant.Name);
    }

    /// <inheritdoc/>
    public async Task<MendOutcome> MendAsync(TenantName name, CancellationToken cancellationToken) =>
        (await molt.RunAsync(name, Watchdog.Actor, cancellationToken)).TryGetError(out var error, out var party) ? Unseen(error) : OutcomeOf(party.After, null);

    /// <inheritdoc/>
    public async Task<MendOutcome> LookAtFrontAsync(IReadOnlyCollection<HealthCheck> besides, CancellationToken cancellationToken) =>
        OutcomeOf(await checkup.CheckFrontAsync(besides, cancellationToken), null);

    /// <inheritdoc/>
    public async Task<MendOutcome> MendHostAsync(CancellationToken cancellationToken) => OutcomeOf((await molt.RunHostAsync(Watchdog.Actor, cancellationToken)).After, null);

    private static MendOutcome Unseen(LobsterError error) => new(error.Code == TenantErrors.Busy ? MendVerdict.Busy : MendVerdict.Unclear, error.FullMessage);

    private MendOutcome OutcomeOf(CheckReport report, TenantName? unlocked)
    {
        if (unlocked is { } name && IsBusy(name)) return new MendOutcome(MendVerdict.Busy, "");
        if (report.IsHealthy) return MendOutcome.Healthy;
        if (report.Failed.FirstOrDefault() is { } failed)
            return new MendOutcome(failed.Check == HealthChecks.Vm ? MendVerdict.Gone : MendVerdict.Ill, $"{failed.Name}: {failed.Evidence}");
        var unknown = report.Checks.First(check => check.Status != HealthStatus.Healthy);
        return new MendOutcome(MendVerdict.Unclear, $"{unknown.Name}: {unknown.Evidence}");
    }
}
