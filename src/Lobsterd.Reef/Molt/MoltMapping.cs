using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;

namespace Lobsterd.Reef.Molt;

/// <summary>Turns molts into what the API shows of them.</summary>
public static class MoltMapping
{
    /// <summary>A molt as it ended.</summary>
    public static MoltReportBody ToBody(MoltReport report) => new(report.IsHealthy, report.IsDryRun, [.. report.Parties.Select(ToBody)]);

    /// <summary>A check as it came out.</summary>
    public static CheckBody ToBody(CheckResult check) => new(check.Name, StateNames.Of(check.Status), check.Evidence, check.Repair, check.Advice);

    private static MoltPartyBody ToBody(MoltedParty party) => new(
        party.Tenant?.Value,
        party.IsHealthy,
        [.. party.Before.Failed.Select(check => check.Name)],
        [.. party.Repairs.Select(ToBody)],
        [.. party.After.Checks.Select(ToBody)]);

    private static MoltRepairBody ToBody(DoneRepair done) => new(
        done.Check.Name,
        done.Evidence,
        done.Repair.Name,
        done.Repair.Does,
        done.HasHelped,
        done.Error is { } error ? ProblemMapping.ToProblem(error) : null,
        Math.Round(done.Took.TotalMilliseconds, 3));
}
