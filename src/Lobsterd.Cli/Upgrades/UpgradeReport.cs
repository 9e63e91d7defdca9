using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Upgrades;

/// <summary>What <c>upgrade --json</c> prints.</summary>
/// <param name="From">The release that was in use; null when there was none.</param>
/// <param name="To">The one that is in use now.</param>
/// <param name="Switched">Whether they differ.</param>
/// <param name="Restarted">Whether a service ran and is another one now.</param>
/// <param name="Sleepers">What waking each sleeper would have come to right before; empty where no service ran.</param>
internal sealed record UpgradeReport(string? From, string To, bool Switched, bool Restarted, IReadOnlyList<UpgradeBody> Sleepers);
