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
    internal async Task<Result<MoltedParty, LobsterError>> RunAsync(TenantName name, MoltTeller teller, string actor, bool isDryRun, CancellationToken cancellationToken)
    {
        var began = teller.BeginLook(name);
        var looked = await LookAsync(name, cancellationToken);
        if (looked.TryGetError(out var error, out var before)) return error;
        teller.EndLook(name, before, began);
        if (isDryRun) return new MoltedParty(before, Would(before), before);

        var (ladder, done, report) = (new Ladder(repairs.Has), new List<DoneRepair>(), before);
        while (ladder.Next(report) is var (failed, repair))
        {
            ladder.Climb(repair);
            began = teller.BeginRepair(name, failed, repair);
            var failure = (await RepairAsync(name, failed, repair, actor, cancellationToken)).TryGetError(out var refused) ? refused : null;
            if ((await LookAsync(name, cancellationToken)).TryGetError(out error, out report)) return error;
            done.Add(teller.EndRepair(name, failed, repair, failure, HasHelped(report, failed), began));
        }

        return new MoltedParty(before, done, report);
    }

    /// <summary>What a dry run tells of a report.</summary>
    internal static IReadOnlyList<DoneRepair> Would(CheckReport report) =>
        [.. Ladder.First(report).Select(rung => new DoneRepair(rung.Failed.Check, rung.Failed.Evidence, rung.Repair, HasHelped: null, Error: null, TimeSpan.Zero))];

    /// <summary>Whether a check that had failed is healthy now.</summary>
    internal static bool HasHelped(CheckReport report, CheckResult failed) =>
        report.Checks.All(check => check.Name != failed.Name || check.Status == HealthStatus.Healthy);

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
                return (await repairs.RunAsync(tenant, repair, cancellationToken)).Map(object () => tenant);
            },
            cancellationToken);
}
