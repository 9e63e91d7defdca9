using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Checks;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Repair;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>The molt of one tenant.</summary>
public sealed class TenantMolt(Checkup checkup, Repairs repairs, TenantDesk desk, RegistryBook registry)
{
    internal Task<Result<MoltedParty, LobsterError>> RunAsync(
        TenantName name, MoltTeller teller, string actor, bool isDryRun, CancellationToken cancellationToken) =>
        new PartyMolt(name, teller, new Ladder(repairs.Has)).RunAsync(
            () => LookAsync(name, cancellationToken),
            (failed, repair) => RepairAsync(name, failed, repair, actor, cancellationToken),
            isDryRun);

    private async Task<Result<CheckReport, LobsterError>> LookAsync(TenantName name, CancellationToken cancellationToken) =>
        (await desk.WithTenantAsync(
            name,
            "a look",
            async () => (await checkup.CheckAsync(name, cancellationToken)).Map(object (report) => report),
            cancellationToken))
        .Map(report => (CheckReport)report);

    private async Task<UnitResult<LobsterError>> RepairAsync(TenantName name, CheckResult failed, HealthRepair repair, string actor, CancellationToken cancellationToken) =>
        await desk.WithTenantAsync(
            name,
            "a repair",
            async () =>
            {
                // Looked up and looked at again under the lock: another command may have been at work.
                if (!registry.Current.Tenants.TryGetValue(name, out var tenant)) return name;
                if ((await checkup.CheckAsync(name, cancellationToken)).TryGetError(out var error, out var report)) return error;
                if (report.Failed.All(check => check.Name != failed.Name)) return tenant;
                var occasion = new RepairOccasion(actor, report.Checks.Any(check => check.Check == HealthChecks.Agent && check.Status == HealthStatus.Healthy));
                return (await repairs.RunAsync(tenant, repair, occasion, cancellationToken)).Map(object () => tenant);
            },
            cancellationToken);
}
