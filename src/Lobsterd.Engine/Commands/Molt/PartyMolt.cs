using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>The molt of one party, a tenant or the host: a look, then repair by repair the same look behind it.</summary>
/// <param name="party">Whose; null for the host.</param>
/// <param name="teller">Tells of it.</param>
/// <param name="ladder">Which repair comes next.</param>
internal sealed class PartyMolt(TenantName? party, MoltTeller teller, Ladder ladder)
{
    /// <summary>Runs it to its end; an error is the look's.</summary>
    /// <param name="look">Looks at the party.</param>
    /// <param name="repair">Does a repair for a failed check.</param>
    /// <param name="isDryRun">Whether it only tells what it would do.</param>
    internal async Task<Result<MoltedParty, LobsterError>> RunAsync(
        Func<Task<Result<CheckReport, LobsterError>>> look, Func<CheckResult, HealthRepair, Task<UnitResult<LobsterError>>> repair, bool isDryRun)
    {
        var began = teller.BeginLook(party);
        if ((await look()).TryGetError(out var error, out var before)) return error;
        teller.EndLook(party, before, began);
        if (isDryRun) return new MoltedParty(before, Would(before), before);

        var (done, report) = (new List<DoneRepair>(), before);
        while (ladder.Next(report) is var (failed, next))
        {
            ladder.Climb(next);
            began = teller.BeginRepair(party, failed, next);
            var failure = (await repair(failed, next)).TryGetError(out var refused) ? refused : null;
            if ((await look()).TryGetError(out error, out report)) return error;
            done.Add(teller.EndRepair(party, failed, next, failure, HasHelped(report, failed), began));
        }

        return new MoltedParty(before, done, report);
    }

    // What a dry run tells of a report.
    private static IReadOnlyList<DoneRepair> Would(CheckReport report) =>
        [.. Ladder.First(report).Select(rung => new DoneRepair(rung.Failed.Check, rung.Failed.Evidence, rung.Repair, HasHelped: null, Error: null, TimeSpan.Zero))];

    private static bool HasHelped(CheckReport report, CheckResult failed) =>
        report.Checks.All(check => check.Name != failed.Name || check.Status == HealthStatus.Healthy);
}
