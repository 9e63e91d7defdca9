using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>Which repair comes next: of every failed check its smallest that was not tried yet, and of those the smallest. Each is tried once.</summary>
/// <param name="isThere">Whether this service can do a repair.</param>
internal sealed class Ladder(Func<HealthRepair, bool> isThere)
{
    private readonly HashSet<HealthRepair> tried = [];

    /// <summary>The next repair and the check that it is for; null when nothing is left to try.</summary>
    internal (CheckResult Failed, HealthRepair Repair)? Next(CheckReport report) =>
        report.Failed
            .SelectMany(failed => failed.Check.Repairs.Where(repair => isThere(repair) && !tried.Contains(repair)).Take(1).Select(repair => (Failed: failed, Repair: repair)))
            .OrderBy(rung => HealthRepairs.WeightOf(rung.Repair))
            .Cast<(CheckResult, HealthRepair)?>()
            .FirstOrDefault();

    /// <summary>Every first repair of the failed checks, in the order in which they would be tried: what a dry run tells.</summary>
    internal static IEnumerable<(CheckResult Failed, HealthRepair Repair)> First(CheckReport report) =>
        report.Failed
            .Where(failed => failed.Check.Repairs.Count > 0)
            .Select(failed => (Failed: failed, Repair: failed.Check.Repairs[0]))
            .OrderBy(rung => HealthRepairs.WeightOf(rung.Repair));

    /// <summary>Notes that a repair was tried.</summary>
    internal void Climb(HealthRepair repair) => _ = tried.Add(repair);
}
