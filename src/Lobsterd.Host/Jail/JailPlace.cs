using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Jail;

/// <summary>Where a VMM lives: what decides its user and cgroup, and where its end is recorded.</summary>
/// <param name="Seat">Its seat.</param>
/// <param name="RunFolder">Absolute path of its run folder, root's alone.</param>
public sealed record JailPlace(Seat Seat, string RunFolder);
